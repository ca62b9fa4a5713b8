@NullMarked
package io.sallyport.broker.door;

import org.jspecify.annotations.NullMarked;
