@NullMarked
package io.sallyport.evidence.sign;

import org.jspecify.annotations.NullMarked;
