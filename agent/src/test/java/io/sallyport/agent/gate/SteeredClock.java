package io.sallyport.agent.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wall clock and monotonic clock that a test moves, together or apart. */
final class SteeredClock implements InstantSource {

    private Instant wall = Instant.parse("2026-11-23T18:00:00Z");
    private long nanos = 1_000_000_000L;

    void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    void turnWall(Duration by) {
        wall = wall.plus(by);
    }

    @Override
    public Instant instant() {
        return wall;
    }

    long nanos() {
        return nanos;
    }
}
