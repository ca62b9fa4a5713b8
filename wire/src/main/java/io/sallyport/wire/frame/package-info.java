/** Length-prefixed frames for streams and event loops. */
@NullMarked
package io.sallyport.wire.frame;

import org.jspecify.annotations.NullMarked;
