/** What waits for somebody beside requests, from one source for commands and console. */
@NullMarked
package io.sallyport.broker.waiting;

import org.jspecify.annotations.NullMarked;
