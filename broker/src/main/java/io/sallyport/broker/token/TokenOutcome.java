package io.sallyport.broker.token;

/** What came of making or revoking a token. */
public sealed interface TokenOutcome {
    /** {@code secret}: shown now and never again. */
    record Made(ApiToken token, TokenSecret secret) implements TokenOutcome {}

    record Revoked(ApiToken token) implements TokenOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements TokenOutcome {}

    /** Stable codes: never renamed, never reused. */
    enum Reason {
        BAD_TOKEN, SIGN_IN_AGAIN, STEP_UP, NOT_ALLOWED, TOO_MANY, NO_SUCH_TOKEN
    }
}
