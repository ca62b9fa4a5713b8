@NullMarked
package io.sallyport.policies.window;

import org.jspecify.annotations.NullMarked;
