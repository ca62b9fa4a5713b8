package io.sallyport.broker.session;

/** Which SSH sessions end when the identity provider ends a sign-in of somebody. The words are those of the configuration. */
public enum SignOutReach {
    /** All of the person's. */
    ALL_SESSIONS("all-sessions"),
    /** Those that rest on a second proof given in that very sign-in. */
    PROVEN_SESSIONS("proven-sessions");

    private final String text;

    SignOutReach(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
