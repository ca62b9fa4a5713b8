package io.sallyport.authority;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that moves when told. */
final class FakeNanos implements LongSupplier {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // The real one may overflow, too.

    void advance(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Override
    public long getAsLong() {
        return now.get();
    }
}
