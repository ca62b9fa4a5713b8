@NullMarked
package io.sallyport.broker.ticket;

import org.jspecify.annotations.NullMarked;
