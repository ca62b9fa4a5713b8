@NullMarked
package io.sallyport.authority;

import org.jspecify.annotations.NullMarked;
