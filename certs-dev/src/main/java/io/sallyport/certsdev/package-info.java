/** Throw-away keys and the demo: for development only, marked as such in every certificate. */
@NullMarked
package io.sallyport.certsdev;

import org.jspecify.annotations.NullMarked;
