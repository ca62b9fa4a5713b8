/** Who may knock: bounds on strangers' connections, kept before a single byte of theirs is read. Imports no feature. */
@NullMarked
package io.sallyport.broker.door;

import org.jspecify.annotations.NullMarked;
