@NullMarked
package io.sallyport.broker.waiting;

import org.jspecify.annotations.NullMarked;
