@NullMarked
package io.sallyport.broker.departure;

import org.jspecify.annotations.NullMarked;
