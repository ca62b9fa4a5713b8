package io.sallyport.agent.gate;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The short right of a session to go on. Only the broker's renewals keep it alive; they are counted on the monotonic clock, so that no change
 * of the wall clock stretches it. Safe for many threads.
 */
final class Lease {

    private final long length;
    private final LongSupplier nanos;
    private volatile long renewed;

    /** Renewed at this moment for the first time. */
    Lease(Duration length, LongSupplier nanos) {
        this.length = length.toNanos();
        this.nanos = nanos;
        this.renewed = nanos.getAsLong();
    }

    void renew() {
        renewed = nanos.getAsLong();
    }

    boolean lapsed() {
        return nanos.getAsLong() - renewed >= length;
    }
}
