package io.sallyport.broker.service;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.KeyFingerprint;
import java.time.Instant;

/** What came of an order about a service account. */
public sealed interface ServiceOutcome {
    /** The account is like this now. */
    record Done(Person account) implements ServiceOutcome {}

    /** It has this key until then. */
    record KeyAdded(Person account, KeyFingerprint key, Instant expires) implements ServiceOutcome {}

    /** It has this key no more; its sessions end. */
    record KeyRemoved(Person account, KeyFingerprint key) implements ServiceOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements ServiceOutcome {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        NOT_ALLOWED, UNKNOWN, BAD_FORM, NAME_TAKEN, ELSEWHERE, BAD_KEY, TAKEN, PROOF_NEEDED, TOO_MANY
    }
}
