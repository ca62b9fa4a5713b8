package io.sallyport.broker.request;

import java.time.Instant;

/** The latest that a grant may end, exclusive, and which of all bounds that is, for people. */
record LatestEnd(Instant end, String reason) {

    /** The earlier one; of two at the same instant, this. */
    LatestEnd or(LatestEnd other) {
        return other.end.isBefore(end) ? other : this;
    }
}
