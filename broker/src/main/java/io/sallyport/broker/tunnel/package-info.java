/**
 * The agents' side of the broker: their listener, their control connections, and the tunnels they dial back. Every
 * per-broker fact about connections lives here. Vert.x types stop at this package.
 */
@NullMarked
package io.sallyport.broker.tunnel;

import org.jspecify.annotations.NullMarked;
