/** The grant, the rights inside it, the host's ceiling, and the meet of two rights. */
@NullMarked
package io.sallyport.policies.grant;

import org.jspecify.annotations.NullMarked;
