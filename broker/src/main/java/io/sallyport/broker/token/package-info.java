/** API tokens: what a script shows instead of a signed-in person, and never more than that person. */
@NullMarked
package io.sallyport.broker.token;

import org.jspecify.annotations.NullMarked;
