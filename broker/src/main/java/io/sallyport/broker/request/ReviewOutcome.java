package io.sallyport.broker.request;

/** What came of reviewing. */
public sealed interface ReviewOutcome {
    /** It is on record; {@code review} as it stands now. {@code text} says what is missing, or that it is complete. */
    record Noted(Review review, String text) implements ReviewOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(RequestOutcome.Reason reason, String text) implements ReviewOutcome {}
}
