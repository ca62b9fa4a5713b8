package io.sallyport.broker.departure;

import io.sallyport.broker.audit.Actor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An off-boarding that was ordered.
 *
 * @param subject the name of what leaves
 * @param engagements those that ended with it
 * @param operatorUser account of the operating system that ordered it, as the admin socket told it
 * @param first place in the journal of the order
 * @param leavers everybody it takes something from
 * @param completion empty: not everything was seen to have ended
 */
public record Departure(DepartureId id, Kind kind, String subject, String reason, List<String> engagements,
        Actor actor, Optional<String> operatorUser, Instant orderedAt, long first, List<Leaver> leavers,
        Optional<Completion> completion, Optional<Undoing> undoing) {
    public Departure {
        engagements = List.copyOf(engagements);
        leavers = List.copyOf(leavers);
    }

    /** {@code proof}: SHA-256 (hex) of the proof document. */
    public record Completion(Instant at, String proof) {}

    public record Undoing(Instant at, String by, String reason) {}

    /** True when people leave with it, not only what they were allowed. */
    public boolean takesPeople() {
        return kind != Kind.ENGAGEMENT;
    }

    /** {@code open}, {@code complete} or {@code undone}. */
    public String state() {
        return undoing.isPresent() ? "undone" : completion.isPresent() ? "complete" : "open";
    }
}
