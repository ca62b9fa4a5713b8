package io.sallyport.broker.departure;

import io.sallyport.policies.id.PersonName;
import java.util.List;
import java.util.Optional;

/** Reads off-boardings from the projection. Blocking; safe for many threads. */
public interface DepartureStore {
    Optional<Departure> departure(DepartureId id);

    /** Whether this person is listed there and their account is not settled yet. */
    boolean unsettled(DepartureId id, PersonName person);

    /** The newest, newest first. */
    List<Departure> newest(int limit);

    /** Those that are not complete, oldest first. */
    List<Departure> open();

    /** The newest of that kind and name. */
    Optional<Departure> latest(Kind kind, String subject);
}
