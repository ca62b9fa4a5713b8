package io.sallyport.policies.policy;

/** How strongly a person has proved who they are, weakest first. */
public enum Mfa {
    /** One factor: a registered key. */
    NONE("none"),
    /** A one-time code besides. */
    OTP("otp"),
    /** A hardware key or passkey that a false page can't use. */
    PHISHING_RESISTANT("phishing-resistant");

    private final String text;

    Mfa(String text) {
        this.text = text;
    }

    /** As written in files. */
    public String text() {
        return text;
    }

    boolean atLeast(Mfa other) {
        return compareTo(other) >= 0;
    }
}
