@NullMarked
package io.sallyport.wire;

import org.jspecify.annotations.NullMarked;
