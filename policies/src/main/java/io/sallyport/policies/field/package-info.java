/** The one table of all fields of a policy folder: what the reader knows, what editors complete and what the reference says. */
@NullMarked
package io.sallyport.policies.field;

import org.jspecify.annotations.NullMarked;
