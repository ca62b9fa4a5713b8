@NullMarked
package io.sallyport.broker.token;

import org.jspecify.annotations.NullMarked;
