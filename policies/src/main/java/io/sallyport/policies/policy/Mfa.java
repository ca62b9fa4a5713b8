package io.sallyport.policies.policy;

import java.util.Arrays;
import java.util.Optional;

/** How strongly a person has proved who they are, weakest first. */
public enum Mfa {
    /** One factor: a registered key. */
    NONE("none", "a registered key"),
    /** A one-time code besides. */
    OTP("otp", "a one-time code"),
    /** A hardware key or passkey that a false page can't use. */
    PHISHING_RESISTANT("phishing-resistant", "a security key");

    private final String text;
    private final String how;

    Mfa(String text, String how) {
        this.text = text;
        this.how = how;
    }

    /** As written in files. */
    public String text() {
        return text;
    }

    /** What a person needs for it, in words. */
    String how() {
        return how;
    }

    /** The level written so; empty when there is none. */
    public static Optional<Mfa> parse(String text) {
        return Arrays.stream(values()).filter(level -> level.text.equals(text)).findFirst();
    }

    /** The stronger of the two. */
    public Mfa or(Mfa other) {
        return atLeast(other) ? this : other;
    }

    /** At least as strong as {@code other}. */
    public boolean atLeast(Mfa other) {
        return compareTo(other) >= 0;
    }
}
