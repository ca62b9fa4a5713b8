package io.sallyport.broker.oidc;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.Optional;

/**
 * What somebody is sent to the provider for.
 *
 * @param level what the answer has to reach
 * @param raise absent: to sign in
 * @param then a path of the console that comes after it
 */
public record Wanted(Mfa level, Optional<Raise> raise, String then) {
    /** A signed-in browser that is to be believed more. Not a record: the session's id is a secret. */
    public static final class Raise {
        private final String session;
        private final PersonName person;

        public Raise(String session, PersonName person) {
            this.session = session;
            this.person = person;
        }

        String session() {
            return session;
        }

        PersonName person() {
            return person;
        }

        @Override
        public String toString() {
            return "raise " + person + " (secret)";
        }
    }
}
