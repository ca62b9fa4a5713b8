/** Measurements against OpenSSH in one run: ratios, with CPU seconds beside wall time. */
@NullMarked
package io.sallyport.bench;

import org.jspecify.annotations.NullMarked;
