/** Text of strangers, made safe to show, and the log line. */
@NullMarked
package io.sallyport.wire.text;

import org.jspecify.annotations.NullMarked;
