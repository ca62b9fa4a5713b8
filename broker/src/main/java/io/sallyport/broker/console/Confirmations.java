package io.sallyport.broker.console;

import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.stepup.StepUpDesk;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.util.Optional;
import java.util.function.Predicate;

/** What connections wait for, as the pages ask it. Blocking; safe for many threads. */
public interface Confirmations {
    /** What somebody reads who has nowhere to prove more. */
    String NOWHERE = "There is no page here to prove more than your key: the gateway's operator has set up no sign-in that"
            + " could ask for it (the block oidc in the broker's configuration). Tell your administrator.";

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
        public Optional<String> raise(Mfa level, String next) {
            return Optional.empty();
        }
    };

    /** What waits for this person under that link or code, and for nobody else. */
    Optional<Attempt> waiting(PersonName viewer, String tokenOrCode);

    /** The person says in this session that it is them. False: it is over, not theirs, or the session's proof is too weak. */
    boolean confirmed(Attempt attempt, PersonName by, WebSession session);

    /** The person says that it is not them. False: it is over, or not theirs. */
    boolean denied(Attempt attempt, PersonName by);

    /** The page where somebody who is signed in proves more, and comes back from to {@code next}; empty: there is none for that level. */
    Optional<String> raise(Mfa level, String next);

    /** The broker's own. */
    static Confirmations by(StepUpDesk desk, SignIn signIn, Raise raise) {
        return new Confirmations() {
            @Override
            public Optional<Attempt> waiting(PersonName viewer, String tokenOrCode) {
                return desk.waiting(viewer, tokenOrCode);
            }

            @Override
            public boolean confirmed(Attempt attempt, PersonName by, WebSession session) {
                return desk.confirmed(attempt, by, session.assurance().level(), session.idpSession(),
                        () -> signIn.look(session.id()).isPresent());
            }

            @Override
            public boolean denied(Attempt attempt, PersonName by) {
                return desk.denied(attempt, by);
            }

            @Override
            public Optional<String> raise(Mfa level, String next) {
                return raise.page(level, next);
            }
        };
    }

    /** Where somebody proves more: by whoever keeps the accounts. */
    interface Raise {
        /** The embedded accounts' own page. */
        Raise EMBEDDED = (_, next) -> Optional.of("/account/raise?next=" + next);
        /** Nowhere. */
        Raise NOWHERE = (_, _) -> Optional.empty();

        /** The identity provider, by way of OpenID Connect, for the levels it has a word for. */
        static Raise oidc(Predicate<Mfa> reached) {
            return (level, next) -> reached.test(level)
                    ? Optional.of("/sign-in/oidc?level=" + level.text() + "&return=" + next)
                    : Optional.empty();
        }

        /** By the provider where there is one, else by the broker's own accounts, if it keeps any. */
        static Raise of(Optional<OidcSignIn> provider, boolean embedded) {
            return provider.map(there -> oidc(there::reaches)).orElse(embedded ? EMBEDDED : NOWHERE);
        }

        Optional<String> page(Mfa level, String next);
    }
}
