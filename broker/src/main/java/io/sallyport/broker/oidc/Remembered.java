package io.sallyport.broker.oidc;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Something the provider said, asked for again when it has grown old. One asks at a time and some wait for the answer, whatever it is; whoever comes
 * beyond that hears at once that the provider is away. So strangers at the door don't tie up the console while it is. Safe for many threads.
 */
final class Remembered<T> {
    /** Asks. */
    interface Source<T> {
        T read() throws OidcTrouble;
    }

    /** Who asks or waits at one time: a quarter of the calls that the console works on at a time. */
    static final int MOST = 64;

    private record Known<T>(T value, long at) {}

    private final Source<T> source;
    private final Duration life;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Semaphore places = new Semaphore(MOST);
    private volatile @Nullable Known<T> known;
    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable OidcTrouble trouble; // guarded by the lock

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
        int before = failures.get();
        if (!places.tryAcquire()) {
            throw new OidcTrouble.Away("too many wait for its answer already");
        }
        lock.lock();
        try {
            return asked(age, before);
        } finally {
            lock.unlock();
            places.release();
        }
    }

    private T asked(Duration age, int before) throws OidcTrouble {
        Known<T> meanwhile = known;
        if (meanwhile != null && young(meanwhile, age)) {
            return meanwhile.value;
        }
        // Whoever was asked for while this one waited did not answer: asking anew for each would keep all
        // of
        // them waiting one after the other.
        OidcTrouble last = trouble;
        if (last != null && failures.get() != before) {
            throw last;
        }
        try {
            T read = source.read();
            known = new Known<>(read, nanos.getAsLong());
            return read;
        } catch (OidcTrouble e) {
            trouble = e;
            failures.incrementAndGet();
            throw e;
        }
    }

    private boolean young(Known<T> what, Duration age) {
        return nanos.getAsLong() - what.at < age.toNanos();
    }
}
