package io.sallyport.broker.account;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes who guesses wait: some tries are free, then each wrong one doubles the time to the next, up to a most. A try is counted
 * before it is looked at, so that a thousand at once are still a thousand. Lives in memory. Safe for many threads.
 */
final class GuessBrake {
    /**
     * How hard it brakes.
     *
     * @param free wrong tries that make nobody wait
     * @param first the wait after the next one; it doubles from there
     * @param most no wait is longer
     * @param forgotten without a try for so long, all is forgiven
     */
    record Pace(int free, Duration first, Duration most, Duration forgotten) {}

    /** Keys remembered; the one that was quiet for longest is forgotten first. */
    static final int KEYS = 20_000;

    // "before": the last one but one, for taking the last one back.
    private record Tries(int count, long last, long before) {}

    private final Pace pace;
    private final LongSupplier nanos;
    // Guarded by this object's monitor.
    private final Map<String, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > KEYS;
        }
    };

    /** @param nanos monotonic, in nanoseconds */
    GuessBrake(Pace pace, LongSupplier nanos) {
        this.pace = pace;
        this.nanos = nanos;
    }

    /** How long this key has still to wait; empty: it may try, and this is counted as a wrong try until {@link #right}. */
    synchronized Optional<Duration> begin(String key) {
        long now = nanos.getAsLong();
        Tries before = tries.getOrDefault(key, new Tries(0, now, now));
        long quiet = now - before.last;
        if (before.count > 0 && quiet >= pace.forgotten.toNanos()) {
            before = new Tries(0, now, now);
        }
        long left = wait(before.count).toNanos() - quiet;
        if (left > 0) {
            return Optional.of(Duration.ofNanos(left));
        }
        tries.put(key, new Tries(before.count + 1, now, before.last));
        return Optional.empty();
    }

    /** Takes a try back that was not looked at. */
    synchronized void undo(String key) {
        tries.computeIfPresent(key,
                (_, now) -> new Tries(Math.max(0, now.count - 1), now.before, now.before));
    }

    /** The try was right: nothing is held against the key any more. */
    synchronized void right(String key) {
        tries.remove(key);
    }

    /** True when the last try was the first to make the next one wait for the longest time. */
    synchronized boolean justFull(String key) {
        Tries now = tries.get(key);
        return now != null && wait(now.count).equals(pace.most) && !wait(now.count - 1).equals(pace.most);
    }

    private Duration wait(int count) {
        if (count <= pace.free) {
            return Duration.ZERO;
        }
        int doublings = Math.min(count - pace.free - 1, 20);
        Duration wait = pace.first.multipliedBy(1L << doublings);
        return wait.compareTo(pace.most) < 0 ? wait : pace.most;
    }
}
