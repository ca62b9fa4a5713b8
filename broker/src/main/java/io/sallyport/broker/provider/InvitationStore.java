package io.sallyport.broker.provider;

import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads invitations and rosters from the projection. Blocking; safe for many threads. */
public interface InvitationStore {
    Optional<Invitation> find(InvitationId id);

    /** The open one whose link has this secret, by its SHA-256 (hex). */
    Optional<Invitation> byLink(String tokenHash);

    /** True when somebody of that name ever came by an invitation, had a key, or did anything here. */
    boolean knew(PersonName name);

    /** Those that somebody may still answer or accept, oldest first. */
    List<Invitation> waiting();

    /** The newest of a provider, whatever became of them. */
    List<Invitation> newest(OrganisationName provider, int limit);

    /** Which terms a provider's people agreed to when they came, by their SHA-256 (hex). */
    Map<PersonName, String> agreed(OrganisationName provider);

    /** The rosters that have to be confirmed. */
    List<Roster> rosters();

    /**
     * When a provider's people were confirmed last.
     *
     * @param begun since when confirming is asked for
     */
    record Roster(OrganisationName provider, Instant begun, Optional<Instant> confirmed) {}
}
