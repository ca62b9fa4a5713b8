package io.sallyport.broker.console;

import io.sallyport.broker.departure.Departure;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.broker.departure.DepartureOutcome;
import io.sallyport.broker.departure.DepartureViews;
import io.sallyport.broker.departure.Departures;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Orderer;
import io.sallyport.broker.departure.Reach;
import io.sallyport.broker.identity.Person;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What the console needs of off-boarding. Every call blocks, and decides for itself what the person may see and do. */
public interface Leaving {
    List<Departure> newest(Person viewer, int limit);

    Optional<Departure> departure(Person viewer, String id);

    DepartureViews.Document document(Departure departure);

    Optional<Reach> preview(Person by, Kind kind, String subject);

    DepartureOutcome order(Person by, Kind kind, String subject, String reason);

    DepartureOutcome undo(Person by, DepartureId id, String reason);

    /** By the broker's own desk. */
    static Leaving of(Departures departures, InstantSource time) {
        return new Leaving() {
            @Override
            public List<Departure> newest(Person viewer, int limit) {
                return departures.views().newest(Orderer.of(viewer), limit);
            }

            @Override
            public Optional<Departure> departure(Person viewer, String id) {
                return departures.views().departure(Orderer.of(viewer), id);
            }

            @Override
            public DepartureViews.Document document(Departure departure) {
                return departures.views().document(departure);
            }

            @Override
            public Optional<Reach> preview(Person by, Kind kind, String subject) {
                return departures.desk().preview(Orderer.of(by), kind, subject, time.instant());
            }

            @Override
            public DepartureOutcome order(Person by, Kind kind, String subject, String reason) {
                return departures.desk().order(Orderer.of(by), kind, subject, reason);
            }

            @Override
            public DepartureOutcome undo(Person by, DepartureId id, String reason) {
                return departures.desk().undo(Orderer.of(by), id, reason);
            }
        };
    }
}
