/** Identities and pins of the TLS connections between agent and broker. */
@NullMarked
package io.sallyport.wire.tls;

import org.jspecify.annotations.NullMarked;
