package io.sallyport.broker.target;

/** What came of an agent's wish to be enrolled. */
public sealed interface EnrolmentOutcome {
    record Enrolled(AgentIdentity agent) implements EnrolmentOutcome {}

    /** No. Wrong, used and expired tokens get the same text, so that a thief learns nothing. */
    record Refused(Reason reason, String text) implements EnrolmentOutcome {}

    /** Stable codes. */
    enum Reason {
        TOKEN, KEY_IN_USE, BAD_KEY
    }
}
