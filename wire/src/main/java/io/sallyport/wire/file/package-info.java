/** Files that are ours alone: written whole or not at all, and never readable by others. */
@NullMarked
package io.sallyport.wire.file;

import org.jspecify.annotations.NullMarked;
