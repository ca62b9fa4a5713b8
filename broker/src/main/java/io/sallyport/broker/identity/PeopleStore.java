package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads people from the projection. Blocking; safe for many threads. */
public interface PeopleStore {
    /** Everyone in the directory, by name. */
    List<Person> people();

    /** The same, enabled as they are declared, whether somebody holds them or not. */
    default List<Person> declared() {
        return people();
    }

    /** Who is held, and why. */
    default Map<PersonName, Set<Hold>> holds() {
        return Map.of();
    }

    /** Every registered key, by person, then fingerprint. */
    List<RegisteredKey> keys();

    /** Since when people hold what they hold. Whoever is missing has held nothing for any time. */
    default Map<PersonName, Tenure> tenures() {
        return Map.of();
    }
}
