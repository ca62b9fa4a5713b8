package io.sallyport.evidence.recording;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that moves only when a test says so. */
public final class TestClock implements LongSupplier, InstantSource {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);

    public void passMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return Instant.parse("2026-11-23T10:00:00Z").plusNanos(nanos.get());
    }
}
