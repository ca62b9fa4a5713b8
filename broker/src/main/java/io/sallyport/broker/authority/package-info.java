/** What the broker may ask of the authority. */
@NullMarked
package io.sallyport.broker.authority;

import org.jspecify.annotations.NullMarked;
