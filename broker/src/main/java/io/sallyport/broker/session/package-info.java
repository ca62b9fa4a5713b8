/** Admission to a target, sessions and the leases they live on. */
@NullMarked
package io.sallyport.broker.session;

import org.jspecify.annotations.NullMarked;
