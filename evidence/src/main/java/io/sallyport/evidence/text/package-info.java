@NullMarked
package io.sallyport.evidence.text;

import org.jspecify.annotations.NullMarked;
