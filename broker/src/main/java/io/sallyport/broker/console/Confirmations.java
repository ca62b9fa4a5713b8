package io.sallyport.broker.console;

import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.stepup.StepUpDesk;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.Optional;

/** What connections wait for, as the pages ask it. Blocking; safe for many threads. */
public interface Confirmations {
    /** Nothing ever waits. */
    Confirmations NONE = new Confirmations() {
        @Override
        public Optional<Attempt> waiting(PersonName viewer, String tokenOrCode) {
            return Optional.empty();
        }

        @Override
        public boolean confirmed(Attempt attempt, PersonName by, WebSession session) {
            return false;
        }

        @Override
        public boolean denied(Attempt attempt, PersonName by) {
            return false;
        }

        @Override
        public String raise(Mfa level, String next) {
            return "/sign-in";
        }
    };

    /** What waits for this person under that link or code, and for nobody else. */
    Optional<Attempt> waiting(PersonName viewer, String tokenOrCode);

    /** The person says in this session that it is them. False: it is over, not theirs, or the session's proof is too weak. */
    boolean confirmed(Attempt attempt, PersonName by, WebSession session);

    /** The person says that it is not them. False: it is over, or not theirs. */
    boolean denied(Attempt attempt, PersonName by);

    /** The page where somebody who is signed in proves more, and comes back from to {@code next}. */
    String raise(Mfa level, String next);

    /** The broker's own. */
    static Confirmations by(StepUpDesk desk, Raise raise) {
        return new Confirmations() {
            @Override
            public Optional<Attempt> waiting(PersonName viewer, String tokenOrCode) {
                return desk.waiting(viewer, tokenOrCode);
            }

            @Override
            public boolean confirmed(Attempt attempt, PersonName by, WebSession session) {
                return desk.confirmed(attempt, by, session.assurance().level(), session.idpSession());
            }

            @Override
            public boolean denied(Attempt attempt, PersonName by) {
                return desk.denied(attempt, by);
            }

            @Override
            public String raise(Mfa level, String next) {
                return raise.page(level, next);
            }
        };
    }

    /** Where somebody proves more: by whoever keeps the accounts. */
    interface Raise {
        /** The embedded accounts' own page. */
        Raise EMBEDDED = (_, next) -> "/account/raise?next=" + next;
        /** The identity provider, by way of OpenID Connect. */
        Raise OIDC = (level, next) -> "/sign-in/oidc?level=" + level.text() + "&return=" + next;

        String page(Mfa level, String next);
    }
}
