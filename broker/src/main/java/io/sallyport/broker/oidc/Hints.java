package io.sallyport.broker.oidc;

import io.sallyport.broker.identity.WebSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The id token behind a sign-in, which the provider wants to see again before it signs somebody out there without asking. Kept by the provider's session,
 * in memory; the oldest is forgotten first. Safe for many threads.
 */
final class Hints {
    private static final int MOST = 2_000;

    // Guarded by its own monitor.
    private final Map<String, String> tokens = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    void keep(WebSession session, String idToken) {
        session.idpSession().ifPresent(id -> {
            synchronized (tokens) {
                tokens.remove(id);
                tokens.put(id, idToken);
            }
        });
    }

    Optional<String> take(WebSession session) {
        return session.idpSession().flatMap(id -> {
            synchronized (tokens) {
                return Optional.ofNullable(tokens.remove(id));
            }
        });
    }
}
