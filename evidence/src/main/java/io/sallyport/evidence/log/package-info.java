@NullMarked
package io.sallyport.evidence.log;

import org.jspecify.annotations.NullMarked;
