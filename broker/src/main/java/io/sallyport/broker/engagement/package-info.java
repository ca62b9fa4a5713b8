/** Organisations and the contract frames that cap every grant of a provider. */
@NullMarked
package io.sallyport.broker.engagement;

import org.jspecify.annotations.NullMarked;
