package io.sallyport.broker.identity;

import java.util.Locale;

/** Who declares a person or a key, and so who may change and remove it. Codes are stored in the journal and never change. */
public enum Origin {
    /** The operator's directory file. Where it names what another origin has, the file wins. */
    FILE,
    /** Somebody here: an invitation that was accepted, a key that its owner added. */
    SALLYPORT,
    /** The identity provider, from where it is synchronised. */
    KEYCLOAK;

    /** The stored spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The origin spelt {@code code}. @throws IllegalArgumentException there is none */
    public static Origin of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
