package io.sallyport.broker.audit;

import io.sallyport.evidence.log.Journal;
import io.sallyport.evidence.log.JournalException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The only way to change anything: decide against the current state, check the constraints, append to the journal
 * (fsync), commit the projection, tell the others. One at a time, under one lock, so that two people can't decide the same thing differently.
 * Safe for many threads; blocks; never call it from an event loop.
 *
 * <p>When the disk or the database fails, the trail closes for good and everything after is refused: what can't be
 * journalled may not happen. The next start replays what the database lacks.
 */
public final class AuditTrail {
    /**
     * What it took to bring the database up to the journal at the start.
     *
     * @param rebuilt the database was empty
     * @param events how many it did not have
     */
    public record CaughtUp(boolean rebuilt, long events) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Journal journal;
    private final String origin;
    private final Projection projection;
    private final Feed feed;
    private final InstantSource time;
    private final CaughtUp caughtUp;
    private final List<Consumer<List<Committed>>> projected = new CopyOnWriteArrayList<>();
    private boolean failed; // guarded by lock

    /**
     * Brings the projection up to the journal first.
     *
     * @throws AuditException when the two contradict each other
     */
    public AuditTrail(Journal journal, String origin, Projection projection, Feed feed, InstantSource time) {
        this.journal = journal;
        this.origin = origin;
        this.projection = projection;
        this.feed = feed;
        this.time = time;
        this.caughtUp = new Replay(journal, origin, projection).run();
    }

    /**
     * Decides and commits. {@code decision} gets the moment to use for everything it writes, reads whatever state it needs
     * and must not have effects of its own; when it throws, nothing happened.
     *
     * @throws AuditException the journal or the projection failed, now or before
     */
    public <T> T commit(Function<Instant, Ruling<T>> decision) {
        lock.lock();
        try {
            requireWorking();
            Ruling<T> ruling = decision.apply(time.instant().truncatedTo(ChronoUnit.MILLIS));
            if (!ruling.events().isEmpty()) {
                write(ruling.events());
            }
            return ruling.answer();
        } finally {
            lock.unlock();
        }
    }

    /** Commits one event that needs no decision. */
    public void record(Function<Instant, Event> event) {
        this.<Boolean>commit(at -> Ruling.of(true, event.apply(at)));
    }

    /**
     * Called under the lock after events are in the database and before anybody else hears of them: for snapshots that must
     * never be older than what was committed. Must not commit.
     */
    public void onProjected(Consumer<List<Committed>> refresh) {
        projected.add(refresh);
    }

    /** False after a failure: nothing more can be committed until the broker starts again. */
    public boolean working() {
        lock.lock();
        try {
            return !failed;
        } finally {
            lock.unlock();
        }
    }

    /** How many events there are. */
    public long size() {
        return journal.size();
    }

    public CaughtUp caughtUp() {
        return caughtUp;
    }

    public Feed feed() {
        return feed;
    }

    private void requireWorking() {
        if (failed) {
            throw new AuditException("the journal or the database failed earlier; start the broker again");
        }
    }

    private void write(List<Event> events) {
        long first = journal.size();
        List<byte[]> encoded = events.stream().map(EventCodec::encode).toList();
        List<Committed> committed = new ArrayList<>();
        for (Event event : events) {
            committed.add(new Committed(first + committed.size(), event));
        }
        Projection.Position after = new Projection.Position(origin, first + events.size(),
                Replay.hash(encoded.getLast()));
        // The constraints speak first, so that what they refuse never gets into the journal; then the
        // journal; then the
        // database commits. From the first byte in the journal on, there is no way back.
        AtomicBoolean begun = new AtomicBoolean();
        boolean done = false;
        try {
            projection.apply(committed, after, () -> {
                begun.set(true);
                encoded.forEach(journal::append);
            });
            projected.forEach(refresh -> refresh.accept(committed));
            done = true;
        } catch (JournalException e) {
            throw new AuditException("the journal can't be written", e);
        } finally {
            failed = begun.get() && !done;
        }
        feed.publish(committed);
    }
}
