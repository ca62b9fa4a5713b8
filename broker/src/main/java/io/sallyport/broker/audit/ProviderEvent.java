package io.sallyport.broker.audit;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;

/** How a provider's people come, and that they are still the provider's. {@code invitation}: its id. */
public sealed interface ProviderEvent extends Event {
    /**
     * Somebody is to become one of a provider's people.
     *
     * @param confirmed the inviter is of the company, so nobody has to confirm it
     */
    record InvitationMade(Instant at, Actor actor, String invitation, OrganisationName provider, String mail,
            String fullName, List<GroupName> groups, PersonName inviter, boolean confirmed,
            Instant expiresAt) implements ProviderEvent {
        public InvitationMade {
            groups = List.copyOf(groups);
        }
    }

    /** Somebody of the company agrees to what the provider's manager asked for. */
    record InvitationConfirmed(Instant at, Actor actor, String invitation,
            PersonName confirmer) implements ProviderEvent {}

    /** A link was given out; the one before it opens nothing any more. {@code tokenHash}: SHA-256 of its secret, hex. */
    record InvitationLinked(Instant at, Actor actor, String invitation, String tokenHash,
            Instant expiresAt) implements ProviderEvent {}

    /** Nobody can accept it any more. {@code how}: {@code withdrawn}, {@code refused} or {@code expired}. */
    record InvitationClosed(Instant at, Actor actor, String invitation, String how,
            String reason) implements ProviderEvent {}

    /**
     * The one who has the link is a person from now on, as the events beside this one say.
     *
     * @param terms SHA-256 (hex) of the terms they agreed to
     * @param notice SHA-256 (hex) of the notice they were shown, that sessions are recorded
     */
    record InvitationAccepted(Instant at, Actor actor, String invitation, PersonName person, String terms,
            String notice) implements ProviderEvent {}

    /** These people still work for the provider, says the confirmer. */
    record RosterConfirmed(Instant at, Actor actor, OrganisationName provider, PersonName confirmer,
            List<PersonName> people) implements ProviderEvent {
        public RosterConfirmed {
            people = List.copyOf(people);
        }
    }
}
