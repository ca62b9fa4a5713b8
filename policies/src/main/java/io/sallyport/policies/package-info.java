@NullMarked
package io.sallyport.policies;

import org.jspecify.annotations.NullMarked;
