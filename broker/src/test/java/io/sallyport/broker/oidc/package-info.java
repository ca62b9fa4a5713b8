@NullMarked
package io.sallyport.broker.oidc;

import org.jspecify.annotations.NullMarked;
