/** The vault that takes recordings in, checks every byte, and shows them to those who may see them. */
@NullMarked
package io.sallyport.broker.recording;

import org.jspecify.annotations.NullMarked;
