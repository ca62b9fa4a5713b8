/** Access requests, approvals and the grants that come of them. */
@NullMarked
package io.sallyport.broker.request;

import org.jspecify.annotations.NullMarked;
