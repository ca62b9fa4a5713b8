/** People's own keys: adding, rotating and removing them, who has to agree, and when they were used. */
@NullMarked
package io.sallyport.broker.keys;

import org.jspecify.annotations.NullMarked;
