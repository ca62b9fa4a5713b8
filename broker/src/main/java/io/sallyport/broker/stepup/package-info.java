/** Proof beyond the key: what is asked for, how it is given, and for how long it counts. */
@NullMarked
package io.sallyport.broker.stepup;

import org.jspecify.annotations.NullMarked;
