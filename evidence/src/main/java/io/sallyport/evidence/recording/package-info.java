@NullMarked
package io.sallyport.evidence.recording;

import org.jspecify.annotations.NullMarked;
