/** Signing in through a company's own OpenID Connect provider. The one package that knows the words of that protocol. */
@NullMarked
package io.sallyport.broker.oidc;

import org.jspecify.annotations.NullMarked;
