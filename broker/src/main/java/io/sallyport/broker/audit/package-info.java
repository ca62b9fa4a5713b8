/** Events, the journal they are committed to, and the feed of what was committed. Imports no other feature. */
@NullMarked
package io.sallyport.broker.audit;

import org.jspecify.annotations.NullMarked;
