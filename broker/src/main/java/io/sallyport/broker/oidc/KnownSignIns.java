package io.sallyport.broker.oidc;

import io.sallyport.policies.id.PersonName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose the provider's sign-ins are, for a logout that names a sign-in and nobody: the console session that came by it may be over for long.
 * In memory; the oldest is forgotten first. Safe for many threads.
 */
final class KnownSignIns {
    private static final int MOST = 10_000;

    // Guarded by its own monitor.
    private final Map<String, PersonName> people = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PersonName> eldest) {
            return size() > MOST;
        }
    };

    void keep(String signIn, PersonName person) {
        synchronized (people) {
            people.remove(signIn);
            people.put(signIn, person);
        }
    }

    Optional<PersonName> whose(String signIn) {
        synchronized (people) {
            return Optional.ofNullable(people.get(signIn));
        }
    }
}
