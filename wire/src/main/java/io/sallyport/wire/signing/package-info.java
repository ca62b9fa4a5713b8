/** What the broker asks of the authority (docs/formats/signing.md). */
@NullMarked
package io.sallyport.wire.signing;

import org.jspecify.annotations.NullMarked;
