package io.sallyport.broker.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token is for. A token does nothing that its scopes do not name, and nothing that its owner may not do. Codes are stored and never change. */
public enum TokenScope {
    /** See what the owner sees, without what was on anybody's screen. */
    READ,
    /** Fetch recordings. */
    RECORDINGS,
    /** Ask for access, take it back, end own sessions. */
    REQUEST,
    /** Decide on requests and emergencies, declare maintenance. */
    APPROVE;

    /** The stored and typed spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope spelt {@code code}; empty when there is none. */
    public static Optional<TokenScope> parse(String code) {
        return Arrays.stream(values()).filter(scope -> scope.code().equals(code)).findFirst();
    }

    /** Whoever steals such a token decides for others or reads what they typed. */
    boolean sensitive() {
        return this == APPROVE || this == RECORDINGS;
    }
}
