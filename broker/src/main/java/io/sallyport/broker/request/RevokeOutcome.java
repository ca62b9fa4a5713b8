package io.sallyport.broker.request;

/** What came of taking a grant back. */
public sealed interface RevokeOutcome {
    /** It is good for nothing from now on; sessions under it end at once. */
    record Revoked(AccessRequest request) implements RevokeOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(String text) implements RevokeOutcome {}
}
