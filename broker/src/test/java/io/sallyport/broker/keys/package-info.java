@NullMarked
package io.sallyport.broker.keys;

import org.jspecify.annotations.NullMarked;
