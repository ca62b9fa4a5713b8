/** The directory file: read, checked as a whole, and turned into events that say what changed. */
@NullMarked
package io.sallyport.broker.directory;

import org.jspecify.annotations.NullMarked;
