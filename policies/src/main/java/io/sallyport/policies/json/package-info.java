/** JSON as our own formats use it: strict reading, canonical writing. */
@NullMarked
package io.sallyport.policies.json;

import org.jspecify.annotations.NullMarked;
