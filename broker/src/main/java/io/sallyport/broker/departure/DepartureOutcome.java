package io.sallyport.broker.departure;

/** What came of ordering or undoing an off-boarding. */
public sealed interface DepartureOutcome {
    /** It holds. */
    record Done(Departure departure) implements DepartureOutcome {}

    /** Nothing was changed. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements DepartureOutcome {}

    /** Stable codes. */
    enum Reason {
        NOT_ALLOWED, UNKNOWN, OWN, BAD_REASON, NOT_COMPLETE, UNDONE_ALREADY, UNAVAILABLE
    }
}
