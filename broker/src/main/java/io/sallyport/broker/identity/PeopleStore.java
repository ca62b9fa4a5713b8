package io.sallyport.broker.identity;

import io.sallyport.policies.id.PersonName;
import java.util.List;
import java.util.Map;

/** Reads people from the projection. Blocking; safe for many threads. */
public interface PeopleStore {
    /** Everyone in the directory, by name. */
    List<Person> people();

    /** Every registered key, by person, then fingerprint. */
    List<RegisteredKey> keys();

    /** Since when people hold what they hold. Whoever is missing has held nothing for any time. */
    default Map<PersonName, Tenure> tenures() {
        return Map.of();
    }
}
