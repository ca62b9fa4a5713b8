@NullMarked
package io.sallyport.policies.id;

import org.jspecify.annotations.NullMarked;
