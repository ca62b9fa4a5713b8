/** People, their keys and roles, and how they sign in to the console. Imports no other feature but {@code audit}. */
@NullMarked
package io.sallyport.broker.identity;

import org.jspecify.annotations.NullMarked;
