package io.sallyport.broker.console;

import io.sallyport.broker.departure.Departure;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.broker.departure.DepartureOutcome;
import io.sallyport.broker.departure.DepartureViews;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Reach;
import io.sallyport.broker.identity.Person;
import java.util.List;
import java.util.Optional;

/** Where nobody may off-board anything. */
final class NobodyLeaves implements Leaving {
    @Override
    public List<Departure> newest(Person viewer, int limit) {
        return List.of();
    }

    @Override
    public Optional<Departure> departure(Person viewer, String id) {
        return Optional.empty();
    }

    @Override
    public DepartureViews.Document document(Departure departure) {
        throw new IllegalStateException("there is none");
    }

    @Override
    public Optional<Reach> preview(Person by, Kind kind, String subject) {
        return Optional.empty();
    }

    @Override
    public DepartureOutcome order(Person by, Kind kind, String subject, String reason) {
        return new DepartureOutcome.Refused(DepartureOutcome.Reason.NOT_ALLOWED, "not here");
    }

    @Override
    public DepartureOutcome undo(Person by, DepartureId id, String reason) {
        return new DepartureOutcome.Refused(DepartureOutcome.Reason.NOT_ALLOWED, "not here");
    }
}
