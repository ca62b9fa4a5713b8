@NullMarked
package io.sallyport.broker.tunnel;

import org.jspecify.annotations.NullMarked;
