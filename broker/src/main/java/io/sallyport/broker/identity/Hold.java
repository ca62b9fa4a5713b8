package io.sallyport.broker.identity;

import java.util.Locale;
import java.util.Optional;

/**
 * Why a person is not enabled, whatever the directory file or the identity provider say. Each is laid on and lifted by itself; a person is
 * enabled when there is none. Codes are stored in the journal and never change.
 */
public enum Hold {
    /** Off-boarded. Also revokes every grant and voids every open request, for good. */
    DEPARTED,
    /** Not seen for so long that nobody should rely on the account. */
    DORMANT,
    /** The account at the identity provider is disabled or gone. */
    ACCOUNT,
    /** The provider did not confirm in time that the person still works for them. */
    ROSTER,
    /** An administrator's decision. */
    SUSPENDED,
    /** A service account for which nobody answers any more. */
    OWNER,
    /** A service account whose time is over. */
    ENDED;

    /** The stored spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The hold spelt {@code code}; empty when there is none. */
    public static Optional<Hold> parse(String code) {
        for (Hold hold : values()) {
            if (hold.code().equals(code)) {
                return Optional.of(hold);
            }
        }
        return Optional.empty();
    }
}
