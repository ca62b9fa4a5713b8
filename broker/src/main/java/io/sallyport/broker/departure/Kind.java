package io.sallyport.broker.departure;

import java.util.Locale;
import java.util.Optional;

/** What can leave. Codes are stored in the journal and never change. */
public enum Kind {
    /** One person, of the company or of a provider. */
    PERSON,
    /** A provider with everybody in it and all its engagements. */
    PROVIDER,
    /** One contract: the people stay. */
    ENGAGEMENT;

    /** The stored and typed spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind spelt {@code code}; empty when there is none. */
    public static Optional<Kind> parse(String code) {
        for (Kind kind : values()) {
            if (kind.code().equals(code)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
