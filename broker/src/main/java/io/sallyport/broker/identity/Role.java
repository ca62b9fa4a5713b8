package io.sallyport.broker.identity;

import java.util.Locale;
import java.util.Optional;

/** What a person may do in Sallyport itself. Codes are stored in the journal and never change. */
public enum Role {
    ENGINEER, APPROVER, AUDITOR, ADMINISTRATOR,
    /** Answers for a provider's people: only in providers. */
    MANAGER;

    /** The stored and typed spelling, lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role spelt {@code code}; empty when there is none. */
    public static Optional<Role> parse(String code) {
        for (Role role : values()) {
            if (role.code().equals(code)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
