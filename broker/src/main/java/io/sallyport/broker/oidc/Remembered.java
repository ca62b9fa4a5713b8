package io.sallyport.broker.oidc;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Something the provider said, asked for again when it has grown old. One asks at a time, the others wait. Safe for many threads. */
final class Remembered<T> {
    /** Asks. */
    interface Source<T> {
        T read() throws OidcTrouble;
    }

    private record Known<T>(T value, long at) {}

    private final Source<T> source;
    private final Duration life;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Known<T> known;

    Remembered(Source<T> source, Duration life, LongSupplier nanos) {
        this.source = source;
        this.life = life;
        this.nanos = nanos;
    }

    T value() throws OidcTrouble {
        return noOlderThan(life);
    }

    /** Asks again when what is known is older than {@code age}. */
    T noOlderThan(Duration age) throws OidcTrouble {
        Known<T> now = known;
        if (now != null && young(now, age)) {
            return now.value;
        }
        lock.lock();
        try {
            Known<T> meanwhile = known;
            if (meanwhile != null && young(meanwhile, age)) {
                return meanwhile.value;
            }
            T read = source.read();
            known = new Known<>(read, nanos.getAsLong());
            return read;
        } finally {
            lock.unlock();
        }
    }

    private boolean young(Known<T> what, Duration age) {
        return nanos.getAsLong() - what.at < age.toNanos();
    }
}
