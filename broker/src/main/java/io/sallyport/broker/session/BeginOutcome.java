package io.sallyport.broker.session;

/** May the agent let the engineer in? */
public sealed interface BeginOutcome {
    /** Yes; it is journalled. */
    record Began() implements BeginOutcome {}

    /** No. {@code reason} is a stable code; {@code text} is for the engineer. */
    record NotBegun(String reason, String text) implements BeginOutcome {}
}
