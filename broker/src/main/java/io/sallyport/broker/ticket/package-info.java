/** The company's ticket system as the broker asks it, and what is known of tickets. */
@NullMarked
package io.sallyport.broker.ticket;

import org.jspecify.annotations.NullMarked;
