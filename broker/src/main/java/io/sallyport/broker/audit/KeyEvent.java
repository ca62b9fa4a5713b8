package io.sallyport.broker.audit;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keys that wait for somebody else's yes, and people who were not seen for long. A key that got its yes is registered by an event of its own. */
public sealed interface KeyEvent extends Event {
    /**
     * {@code lifetime}: counted from the yes.
     *
     * @param replaces a key of the same person that ends after the yes
     * @param overlap how long after; there when {@code replaces} is
     */
    record KeyProposed(Instant at, Actor actor, String proposal, PersonName person,
            KeyFingerprint fingerprint, String key, Duration lifetime, Optional<KeyFingerprint> replaces,
            Optional<Duration> overlap) implements KeyEvent {}

    /** {@code how}: {@code approved}, {@code refused} or {@code withdrawn}. */
    record KeyProposalEnded(Instant at, Actor actor, String proposal, PersonName person,
            String how) implements KeyEvent {}

    /** A service account's key was proven from outside its networks, and refused. Once for each key and address within an hour. */
    record KeyElsewhere(Instant at, Actor actor, PersonName person, KeyFingerprint fingerprint,
            String source) implements KeyEvent {}

    /** Nobody has seen the person for long: they are held at {@code holdsAt} unless they come before. */
    record DormancyWarned(Instant at, Actor actor, PersonName person,
            Instant holdsAt) implements KeyEvent {}
}
