package io.sallyport.policies.policy;

import java.util.Locale;

/** Whether somebody thinks or something runs. Codes are stored in the journal and written in files, and never change. */
public enum PersonKind {
    HUMAN,
    /** An account for automation: is asked nothing, signs in to no console, decides nothing. */
    SERVICE;

    /** The stored and written spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind spelt {@code code}. @throws IllegalArgumentException there is none */
    public static PersonKind of(String code) {
        for (PersonKind kind : values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind");
    }
}
