/** YAML 1.2 in which every value knows its file, line and column, read within limits, with all problems reported at once. */
@NullMarked
package io.sallyport.policies.yaml;

import org.jspecify.annotations.NullMarked;
