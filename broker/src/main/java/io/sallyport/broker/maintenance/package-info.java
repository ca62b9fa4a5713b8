/** Maintenance that people of the company declare for targets they answer for. */
@NullMarked
package io.sallyport.broker.maintenance;

import org.jspecify.annotations.NullMarked;
