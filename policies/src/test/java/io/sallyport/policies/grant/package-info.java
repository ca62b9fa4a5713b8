@NullMarked
package io.sallyport.policies.grant;

import org.jspecify.annotations.NullMarked;
