/** What broker and agent say to each other (docs/formats/control.md). */
@NullMarked
package io.sallyport.wire.control;

import org.jspecify.annotations.NullMarked;
