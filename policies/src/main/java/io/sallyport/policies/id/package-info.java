/** Names and identifiers: one checked record each, so that no two kinds can be confused. */
@NullMarked
package io.sallyport.policies.id;

import org.jspecify.annotations.NullMarked;
