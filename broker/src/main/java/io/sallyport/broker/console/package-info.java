/**
 * The door for browsers and scripts: pages, the REST API and the event stream, over HTTPS. The only feature that knows
 * HTTP and Vert.x; what people may see and do is decided by the desks it asks.
 */
@NullMarked
package io.sallyport.broker.console;

import org.jspecify.annotations.NullMarked;
