@NullMarked
package io.sallyport.broker.stepup;

import org.jspecify.annotations.NullMarked;
