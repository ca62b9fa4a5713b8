package io.sallyport.broker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that moves only when told. */
public final class FakeClock implements InstantSource {
    public static final Instant START = Instant.parse("2026-03-03T10:00:00Z");
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    @Override
    public Instant instant() {
        return now.get();
    }

    public long nanos() {
        return Duration.between(START, now.get()).toNanos();
    }

    public void advance(Duration by) {
        now.updateAndGet(at -> at.plus(by));
    }
}
