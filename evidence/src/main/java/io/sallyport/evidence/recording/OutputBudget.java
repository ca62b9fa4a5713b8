package io.sallyport.evidence.recording;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How much content of a channel without a terminal is kept: {@value #BURST} bytes at once, refilled with
 * {@value #PER_SECOND} bytes a second. A `cat` of a large file is counted and hashed, not kept; what a person can read is
 * kept. For one thread at a time.
 */
public final class OutputBudget {
    /** Bytes. Room for every listing, log and configuration file a person looks at. */
    public static final long BURST = 8L * 1024 * 1024;
    /** Bytes a second: about fifty screens of text. */
    public static final long PER_SECOND = 256L * 1024;

    private final LongSupplier nanos;
    private long left = BURST;
    private long filledAt;

    /** A full budget. {@code nanos}: a monotonic clock. */
    public OutputBudget(LongSupplier nanos) {
        this.nanos = nanos;
        this.filledAt = nanos.getAsLong();
    }

    /** Takes {@code bytes} if that much is left; false: record an {@link Frame.Elided} instead of the content. */
    public boolean take(int bytes) {
        refill();
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    private void refill() {
        // Longer ago than a full refill takes is as good as that, and keeps the product in range.
        long nanosToFull = TimeUnit.SECONDS.toNanos(BURST / PER_SECOND);
        long now = nanos.getAsLong();
        long passed = Math.clamp(now - filledAt, 0, nanosToFull);
        long second = TimeUnit.SECONDS.toNanos(1);
        long fresh = passed * PER_SECOND / second;
        if (fresh > 0) {
            left = Math.min(BURST, left + fresh);
            filledAt = now - passed * PER_SECOND % second / PER_SECOND;
        }
    }
}
