@NullMarked
package io.sallyport.policies.json;

import org.jspecify.annotations.NullMarked;
