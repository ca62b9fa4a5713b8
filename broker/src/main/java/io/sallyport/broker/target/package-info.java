/** Machines one may reach, and the agents enrolled for them. */
@NullMarked
package io.sallyport.broker.target;

import org.jspecify.annotations.NullMarked;
