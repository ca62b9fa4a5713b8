package io.sallyport.broker.session;

/** What came of ending a session by hand. */
public sealed interface EndOutcome {
    /** The order went out. */
    record Ending(SessionSummary session) implements EndOutcome {}

    /** No, or there is no such session for this viewer. */
    record Refused(String text) implements EndOutcome {}
}
