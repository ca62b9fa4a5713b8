package io.sallyport.broker.door;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Bounds the work strangers can cause. Everyone is a stranger until {@link Pass#proved()}; a source that keeps failing is
 * turned away for a while, and only that source: nobody can lock out somebody else from elsewhere.
 *
 * <p>Answers at once, without I/O; safe for many threads.
 */
public final class Doorkeeper {
    /** What a newcomer is told. */
    public sealed interface Entry permits Pass, TurnedAway {}

    /** No. The connection is to be closed without an answer. */
    public enum TurnedAway implements Entry {
        FULL, EARLY_DROP, SOURCE_FULL, PENALTY
    }

    private static final class Visitor {
        private int halfOpen;
        private long penaltyUntil;
        private Duration nextPenalty;
        private boolean known;
        private long provedAt;
        private final Deque<Long> failures = new ArrayDeque<>();

        private Visitor(long now, Duration firstPenalty) {
            this.penaltyUntil = now;
            this.nextPenalty = firstPenalty;
        }
    }

    private final DoorLimits limits;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    // The monitor of this object guards the two below. Access order: the eldest entry is the one unseen
    // for longest.
    private final Map<Source, Visitor> sources = new LinkedHashMap<>(64, 0.75f, true);
    private int halfOpen;

    /** @param nanos monotonic, in nanoseconds */
    public Doorkeeper(DoorLimits limits, LongSupplier nanos, RandomGenerator random) {
        this.limits = limits;
        this.nanos = nanos;
        this.random = random;
    }

    /** Decides about a connection that was just accepted. A {@link Pass} must be given back by {@link Pass#closed()}. */
    public synchronized Entry knock(InetAddress address) {
        long now = nanos.getAsLong();
        Source source = Source.of(address);
        Visitor visitor = sources.computeIfAbsent(source, _ -> new Visitor(now, limits.firstPenalty()));
        forgetEldest();
        if (visitor.penaltyUntil - now > 0) {
            return TurnedAway.PENALTY;
        }
        if (visitor.halfOpen >= (known(visitor, now) ? limits.perKnownSource() : limits.perSource())) {
            return TurnedAway.SOURCE_FULL;
        }
        if (halfOpen >= limits.halfOpen()) {
            return TurnedAway.FULL;
        }
        // A known source is spared: under a flood from elsewhere, people who sign in every day still get
        // in.
        if (!known(visitor, now) && dropEarly()) {
            return TurnedAway.EARLY_DROP;
        }
        halfOpen++;
        visitor.halfOpen++;
        return new Pass(this, source, visitor);
    }

    /** Connections that are in and have not proved anything yet. */
    public synchronized int halfOpen() {
        return halfOpen;
    }

    private boolean dropEarly() {
        int above = halfOpen - limits.earlyDropFrom();
        return above >= 0 && random.nextInt(limits.halfOpen() - limits.earlyDropFrom() + 1) < above;
    }

    private boolean known(Visitor visitor, long now) {
        return visitor.known && now - visitor.provedAt < limits.knownFor().toNanos();
    }

    private void forgetEldest() {
        if (sources.size() <= limits.sources()) {
            return;
        }
        sources.entrySet().stream().filter(entry -> entry.getValue().halfOpen == 0).findFirst()
                .map(Map.Entry::getKey).ifPresent(sources::remove);
    }

    private synchronized void left(Visitor visitor) {
        halfOpen--;
        visitor.halfOpen--;
    }

    private synchronized void proved(Visitor visitor) {
        visitor.known = true;
        visitor.provedAt = nanos.getAsLong();
        visitor.failures.clear();
        visitor.nextPenalty = limits.firstPenalty();
    }

    private synchronized void failed(Source source, Visitor visitor) {
        long now = nanos.getAsLong();
        sources.putIfAbsent(source, visitor);
        visitor.failures.addLast(now);
        visitor.failures.removeIf(at -> now - at > limits.failureWindow().toNanos());
        if (visitor.failures.size() < limits.failures()) {
            return;
        }
        visitor.failures.clear();
        visitor.penaltyUntil = now + visitor.nextPenalty.toNanos();
        Duration doubled = visitor.nextPenalty.multipliedBy(2);
        visitor.nextPenalty = doubled.compareTo(limits.longestPenalty()) < 0
                ? doubled
                : limits.longestPenalty();
    }

    /** Leave to be half-open. Every call counts once, however often it is made. Safe for many threads. */
    public static final class Pass implements Entry {
        private final Doorkeeper keeper;
        private final Source source;
        private final Visitor visitor;
        private boolean left;
        private boolean failed;

        private Pass(Doorkeeper keeper, Source source, Visitor visitor) {
            this.keeper = keeper;
            this.source = source;
            this.visitor = visitor;
        }

        /** Somebody proved who they are: the connection is not half-open any more, and earlier failures are forgiven. */
        public synchronized void proved() {
            leave();
            keeper.proved(visitor);
        }

        /** This connection tried to prove something and could not. */
        public synchronized void failed() {
            if (!failed) {
                failed = true;
                keeper.failed(source, visitor);
            }
        }

        /** The connection is gone. */
        public synchronized void closed() {
            leave();
        }

        private void leave() {
            if (!left) {
                left = true;
                keeper.left(visitor);
            }
        }
    }
}
