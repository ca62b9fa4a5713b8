package io.sallyport.broker.console;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Whether the broker is ready, for whoever asks from outside without signing in. One looks at a time; who asks meanwhile hears what was found last, so
 * that strangers keep neither the database busy nor the console. Blocks as long as one look; safe for many threads.
 */
final class Readiness {
    /** An answer that is older is none. */
    static final Duration KEPT = Duration.ofSeconds(10);

    private record Found(boolean ready, long at) {}

    private final BooleanSupplier look;
    private final LongSupplier nanos;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Optional<Found> last = Optional.empty();

    /** @param nanos monotonic, in nanoseconds */
    Readiness(BooleanSupplier look, LongSupplier nanos) {
        this.look = look;
        this.nanos = nanos;
    }

    boolean now() {
        if (looking.tryLock()) {
            return looked();
        }
        return recent().orElseGet(() -> {
            looking.lock();
            Optional<Boolean> meanwhile = recent();
            if (meanwhile.isPresent()) {
                looking.unlock();
                return meanwhile.get();
            }
            return looked();
        });
    }

    // By whoever holds the lock, which is given back here.
    private boolean looked() {
        try {
            boolean ready = look.getAsBoolean();
            last = Optional.of(new Found(ready, nanos.getAsLong()));
            return ready;
        } finally {
            looking.unlock();
        }
    }

    private Optional<Boolean> recent() {
        return last.filter(found -> nanos.getAsLong() - found.at < KEPT.toNanos()).map(Found::ready);
    }
}
