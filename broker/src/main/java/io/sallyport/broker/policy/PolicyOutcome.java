package io.sallyport.broker.policy;

/** What came of wanting another policy in force. */
public sealed interface PolicyOutcome {
    /** It is in force already. */
    record Unchanged() implements PolicyOutcome {}

    /** It is in force from now on. */
    record Activated(PolicyVersion version, PolicyChanges changes) implements PolicyOutcome {}

    /** It waits for a second person. */
    record Proposed(Proposal proposal) implements PolicyOutcome {}

    /** No; {@code text} says why, for people. */
    record Refused(String text) implements PolicyOutcome {}
}
