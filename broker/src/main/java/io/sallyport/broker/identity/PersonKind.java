package io.sallyport.broker.identity;

import java.util.Locale;

/** Whether somebody thinks or something runs. Codes are stored in the journal and never change. */
public enum PersonKind {
    HUMAN,
    /** An account for automation: is asked nothing, signs in to no console, decides nothing. */
    SERVICE;

    /** The stored spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind spelt {@code code}. @throws IllegalArgumentException there is none */
    public static PersonKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
