/** CA keys: the sealed file they rest in, and the vault that holds them while they are usable. */
@NullMarked
package io.sallyport.authority.keys;

import org.jspecify.annotations.NullMarked;
