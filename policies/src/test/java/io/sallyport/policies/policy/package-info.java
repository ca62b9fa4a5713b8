/** Promises of the policy language. */
@NullMarked
package io.sallyport.policies.policy;

import org.jspecify.annotations.NullMarked;
