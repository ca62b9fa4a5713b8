/** Which policy is in force, how another one comes into force, and the versions that were: never half a folder, never none. */
@NullMarked
package io.sallyport.broker.policy;

import org.jspecify.annotations.NullMarked;
