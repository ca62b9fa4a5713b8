/** Off-boarding: a person, a provider or an engagement leaves, at once and everywhere, with a proof. */
@NullMarked
package io.sallyport.broker.departure;

import org.jspecify.annotations.NullMarked;
