@NullMarked
package io.sallyport.policies.yaml;

import org.jspecify.annotations.NullMarked;
