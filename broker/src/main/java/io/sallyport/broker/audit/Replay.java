package io.sallyport.broker.audit;

import io.sallyport.evidence.log.Journal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Brings the projection up to the journal, once, at start. Refuses when the two don't belong together. */
final class Replay {
    private static final int BATCH = 500;

    private final Journal journal;
    private final String origin;
    private final Projection projection;
    private final List<Committed> batch = new ArrayList<>();
    private String lastHash = "";
    private long events;

    Replay(Journal journal, String origin, Projection projection) {
        this.journal = journal;
        this.origin = origin;
        this.projection = projection;
    }

    AuditTrail.CaughtUp run() {
        Optional<Projection.Position> position = projection.position();
        if (position.isPresent()) {
            requireSameJournal(position.get());
        }
        long known = position.map(Projection.Position::size).orElse(0L);
        // The last event the database has seen is read again, because it must be the one in this journal.
        journal.replay(Math.max(0, known - 1), (index, bytes) -> {
            if (index >= known) {
                take(index, bytes);
            } else if (!hash(bytes).equals(position.map(Projection.Position::lastHash).orElse(""))) {
                throw new AuditException("the journal contradicts the database: event " + index
                        + " is not the one the database has seen. Restore the journal.");
            }
        });
        flush();
        return new AuditTrail.CaughtUp(position.isEmpty(), events);
    }

    private void requireSameJournal(Projection.Position position) {
        if (!position.origin().equals(origin)) {
            throw new AuditException("the database belongs to another journal (" + position.origin()
                    + ", this one is "
                    + origin
                    + "). Put the right journal back, or delete the database to rebuild it from this one.");
        }
        if (position.size() > journal.size()) {
            throw new AuditException("the journal is shorter than the database: it holds " + journal.size()
                    + " events, and the database has seen " + position.size()
                    + ". Events are missing. Restore the journal; deleting the database would hide the loss.");
        }
    }

    private void take(long index, byte[] bytes) {
        try {
            batch.add(new Committed(index, EventCodec.decode(bytes)));
        } catch (EventFormatException e) {
            throw new AuditException("event " + index + " of the journal can't be read: " + e.getMessage(),
                    e);
        }
        lastHash = hash(bytes);
        events++;
        if (batch.size() == BATCH) {
            flush();
        }
    }

    private void flush() {
        if (!batch.isEmpty()) {
            projection.apply(List.copyOf(batch),
                    new Projection.Position(origin, batch.getLast().index() + 1, lastHash),
                    () -> {
                    });
            batch.clear();
        }
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
