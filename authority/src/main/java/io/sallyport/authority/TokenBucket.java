package io.sallyport.authority;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Lets through so many a minute, and so many at once. Begins full. Safe for many threads. */
final class TokenBucket {
    private static final double NANOS_PER_MINUTE = Duration.ofMinutes(1).toNanos();

    private final double perNano;
    private final int burst;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private long filledAt;

    /** @param nanos a monotonic clock */
    TokenBucket(int perMinute, int burst, LongSupplier nanos) {
        if (perMinute < 1 || burst < 1) {
            throw new IllegalArgumentException("a bucket that lets nothing through");
        }
        this.perNano = perMinute / NANOS_PER_MINUTE;
        this.burst = burst;
        this.nanos = nanos;
        this.tokens = burst;
        this.filledAt = nanos.getAsLong();
    }

    /** Whether one more may pass now; if so, it is counted. */
    boolean tryTake() {
        lock.lock();
        try {
            long now = nanos.getAsLong();
            tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens -= 1;
            return true;
        } finally {
            lock.unlock();
        }
    }
}
