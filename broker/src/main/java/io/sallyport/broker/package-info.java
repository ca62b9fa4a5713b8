@NullMarked
package io.sallyport.broker;

import org.jspecify.annotations.NullMarked;
