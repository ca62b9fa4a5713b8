/** SSH keys and certificates, and the one verifier that accepts a certificate. */
@NullMarked
package io.sallyport.wire.cert;

import org.jspecify.annotations.NullMarked;
