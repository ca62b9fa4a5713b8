@NullMarked
package io.sallyport.broker.gateway;

import org.jspecify.annotations.NullMarked;
