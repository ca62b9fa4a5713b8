package io.sallyport.broker.provider;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody who is to become one of a provider's people.
 *
 * @param expiresAt from when on nobody can accept it
 * @param person who accepted it, when somebody did
 */
public record Invitation(InvitationId id, OrganisationName provider, String mail, String fullName,
        List<GroupName> groups, PersonName inviter, Instant invitedAt, Instant expiresAt, State state,
        Optional<PersonName> person) {
    public Invitation {
        groups = List.copyOf(groups);
    }

    /** Whether the provider may still have whom it is for: with this address, and in these groups. */
    boolean fits(Organisation of) {
        List<String> domains = of.care().mailDomains();
        return of.care().groups().containsAll(groups)
                && (domains.isEmpty() || domains.contains(mail.substring(mail.indexOf('@') + 1)));
    }

    /** Where it stands. Codes are stored and never change. */
    public enum State {
        /** A manager of the provider asks; somebody of the company has to agree. */
        PROPOSED,
        /** Whoever has the link may accept. */
        OPEN, ACCEPTED, WITHDRAWN, REFUSED, EXPIRED;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The state spelt {@code code}. @throws IllegalArgumentException there is none */
        public static State of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }

        boolean waits() {
            return this == PROPOSED || this == OPEN;
        }
    }
}
