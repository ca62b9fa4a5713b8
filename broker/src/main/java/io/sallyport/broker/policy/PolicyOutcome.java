package io.sallyport.broker.policy;

import io.sallyport.broker.session.PolicyEffects;

/** What came of wanting another policy in force, or of not wanting it. */
public sealed interface PolicyOutcome {
    /** It is in force already. */
    record Unchanged() implements PolicyOutcome {}

    /** It is in force from now on. {@code effects}: on what was open when it came into force. */
    record Activated(PolicyVersion version, PolicyChanges changes,
            PolicyEffects effects) implements PolicyOutcome {}

    /** It waits for a second person. {@code effects}: on what is open now. */
    record Proposed(Proposal proposal, PolicyEffects effects) implements PolicyOutcome {}

    /** It waits no more. */
    record Ended(String hash) implements PolicyOutcome {}

    /** No; {@code text} says why, for people. */
    record Refused(Reason reason, String text) implements PolicyOutcome {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        NOT_SECOND_PERSON, SHORT_HASH, NO_SUCH_PROPOSAL, REASON_MISSING
    }
}
