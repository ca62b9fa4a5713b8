package io.sallyport.broker.request;

import java.util.Locale;
import java.util.Optional;

/** What a reviewer thinks of an emergency access. Codes are stored and never change. */
public enum Finding {
    /** It was an emergency, and what was done was needed for it. */
    JUSTIFIED,
    /** It was not, or something else is wrong. It closes the review all the same, and auditors see it. */
    OBJECTION;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The finding of that code; empty: there is none. */
    public static Optional<Finding> parse(String code) {
        for (Finding finding : values()) {
            if (finding.code().equals(code)) {
                return Optional.of(finding);
            }
        }
        return Optional.empty();
    }
}
