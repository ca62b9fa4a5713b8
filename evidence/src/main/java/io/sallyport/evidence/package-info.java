@NullMarked
package io.sallyport.evidence;

import org.jspecify.annotations.NullMarked;
