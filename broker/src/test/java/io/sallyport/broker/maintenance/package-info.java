@NullMarked
package io.sallyport.broker.maintenance;

import org.jspecify.annotations.NullMarked;
