/** The policy command. */
@NullMarked
package io.sallyport.policies.cli;

import org.jspecify.annotations.NullMarked;
