/** The database: a projection of the journal. The only place that knows SQL. */
@NullMarked
package io.sallyport.broker.store;

import org.jspecify.annotations.NullMarked;
