package io.sallyport.broker.audit;

import java.util.List;
import java.util.Optional;

/** The database as the journal's projection. Blocking. Only {@link AuditTrail} writes. */
public interface Projection {
    /**
     * How far the projection is.
     *
     * @param origin the journal it belongs to
     * @param size how many events it holds
     * @param lastHash SHA-256 (hex) of the last event's bytes
     */
    record Position(String origin, long size, String lastHash) {}

    /** Where the projection stands; empty when it holds nothing yet. */
    Optional<Position> position();

    /**
     * Applies events in order and stores the new position, all in one transaction.
     *
     * @param journalled called when every constraint has agreed and before the transaction commits; when it throws, nothing
     *        is changed
     */
    void apply(List<Committed> events, Position after, Runnable journalled);
}
