/** Weekly windows in the time of a place: the only code that knows zones. Everything outside of it holds instants. */
@NullMarked
package io.sallyport.policies.window;

import org.jspecify.annotations.NullMarked;
