package io.sallyport.broker.request;

import java.time.Instant;
import java.util.List;

/** Reads what was decided, from the projection. Blocking; safe for many threads. What it costs does not depend on how much is older than asked for. */
public interface DecisionStore {
    /**
     * A place between two decisions in the order of time.
     *
     * @param at UTC; what is older is before this place
     * @param event of the same instant, those up to this one are before it; -1 for none
     */
    record After(Instant at, long event) {
        /** Before everything that is not older. */
        public static After since(Instant at) {
            return new After(at, -1);
        }
    }

    /** The next {@code limit} after a place, oldest first; of the journal's first {@code until} events only. */
    List<StoredDecision> next(After after, long until, int limit);

    /** How many there are after a place, of the journal's first {@code until} events. */
    long count(After after, long until);
}
