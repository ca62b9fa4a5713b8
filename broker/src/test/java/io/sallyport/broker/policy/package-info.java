@NullMarked
package io.sallyport.broker.policy;

import org.jspecify.annotations.NullMarked;
