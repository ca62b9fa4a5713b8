package io.sallyport.broker.departure;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one person loses with a departure, as it was when it was ordered.
 *
 * @param keys those that prove nobody any more
 * @param sessions those that ran
 * @param tokens ids of API tokens
 * @param consoleSessions browsers that acted for the person
 * @param account empty: not settled yet, or not touched because the person stays
 */
public record Leaver(PersonName person, OrganisationName organisation, List<KeyFingerprint> keys,
        List<GrantId> grants, List<RequestId> requests, List<SessionId> sessions, List<String> tokens,
        long consoleSessions, Optional<AccountEnd> account) {
    public Leaver {
        keys = List.copyOf(keys);
        grants = List.copyOf(grants);
        requests = List.copyOf(requests);
        sessions = List.copyOf(sessions);
        tokens = List.copyOf(tokens);
    }

    /**
     * What became of the account.
     *
     * @param directory what has the accounts
     */
    public record AccountEnd(String directory, State state, Instant at) {
        /** Codes are stored in the journal and never change. */
        public enum State {
            /** It was enabled, and is not since. */
            DISABLED("disabled"),
            /** It was disabled before. */
            WAS_DISABLED("was-disabled"),
            /** There is none. */
            NONE("none");

            private final String code;

            State(String code) {
                this.code = code;
            }

            public String code() {
                return code;
            }

            /** The state spelt {@code code}. @throws IllegalArgumentException there is none */
            public static State of(String code) {
                for (State state : values()) {
                    if (state.code.equals(code)) {
                        return state;
                    }
                }
                throw new IllegalArgumentException("not a state of an account");
            }
        }
    }
}
