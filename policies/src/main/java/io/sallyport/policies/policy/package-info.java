/** The policy language: text becomes a snapshot or a list of problems; a snapshot and facts become a decision that explains itself. */
@NullMarked
package io.sallyport.policies.policy;

import org.jspecify.annotations.NullMarked;
