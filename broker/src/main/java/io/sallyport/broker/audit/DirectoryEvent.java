package io.sallyport.broker.audit;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What changed in the directory: companies, people, keys, contracts, targets. */
public sealed interface DirectoryEvent extends Event {
    /**
     * A new company. The optionals are there for providers, where something is said.
     *
     * @param mailDomains of whom the provider's managers may invite
     * @param groups what they may give
     * @param rosterEvery how often the provider has to confirm its people
     */
    record OrganisationAdded(Instant at, Actor actor, OrganisationName name, boolean internal, String title,
            Optional<PersonName> sponsor, Optional<List<String>> contacts,
            Optional<List<String>> mailDomains, Optional<List<GroupName>> groups,
            Optional<Duration> rosterEvery) implements DirectoryEvent {}

    /** Everything of a company, as it is from now on. Parameters as above. */
    record OrganisationChanged(Instant at, Actor actor, OrganisationName name, boolean internal, String title,
            Optional<PersonName> sponsor, Optional<List<String>> contacts,
            Optional<List<String>> mailDomains, Optional<List<GroupName>> groups,
            Optional<Duration> rosterEvery) implements DirectoryEvent {}

    record OrganisationRemoved(Instant at, Actor actor, OrganisationName name) implements DirectoryEvent {}

    /**
     * Somebody new.
     *
     * @param enabled as declared; whoever is held is not enabled all the same
     * @param kind empty: a human
     * @param origin who declares the person; empty: the directory file
     * @param subject the identity provider's name for the person
     */
    record PersonAdded(Instant at, Actor actor, PersonName name, String fullName,
            OrganisationName organisation, List<GroupName> groups, List<String> roles, boolean enabled,
            Optional<String> kind, Optional<String> mail, Optional<String> origin,
            Optional<String> subject) implements DirectoryEvent {}

    /** Everything of a person, as it is from now on. Parameters as above. */
    record PersonChanged(Instant at, Actor actor, PersonName name, String fullName,
            OrganisationName organisation, List<GroupName> groups, List<String> roles, boolean enabled,
            Optional<String> kind, Optional<String> mail, Optional<String> origin,
            Optional<String> subject) implements DirectoryEvent {}

    /**
     * What a service account has, as it is from now on; follows the event that makes the person one, in the same commit.
     *
     * @param owner who answers for it
     * @param until its end, exclusive
     * @param networks where it comes from
     */
    record ServiceDeclared(Instant at, Actor actor, PersonName name, PersonName owner, Instant until,
            List<String> networks) implements DirectoryEvent {}

    /** A person is not enabled for one more reason. {@code hold}: its code, of which {@code departed} revokes and voids as a removal does. */
    record PersonHeld(Instant at, Actor actor, PersonName name, String hold, String reason)
            implements
                DirectoryEvent {}

    /** One of the reasons is gone. Groups and roles are held anew from here on. */
    record PersonReleased(Instant at, Actor actor, PersonName name, String hold, String reason)
            implements
                DirectoryEvent {}

    /** Also revokes every grant of the person and cancels every open request. */
    record PersonRemoved(Instant at, Actor actor, PersonName name) implements DirectoryEvent {}

    /**
     * From now on whoever proves this key is that person.
     *
     * @param origin who declares the key; empty: the directory file
     * @param expires from when on it is nobody's
     */
    record KeyRegistered(Instant at, Actor actor, PersonName person, KeyFingerprint fingerprint, String key,
            Optional<String> origin, Optional<Instant> expires) implements DirectoryEvent {
        /** A key of the directory file. */
        public KeyRegistered(Instant at, Actor actor, PersonName person, KeyFingerprint fingerprint,
                String key) {
            this(at, actor, person, fingerprint, key, Optional.empty(), Optional.empty());
        }
    }

    /** The key was proven; once for each key and day in UTC. */
    record KeyUsed(Instant at, Actor actor, PersonName person,
            KeyFingerprint fingerprint) implements DirectoryEvent {}

    record KeyRemoved(Instant at, Actor actor, PersonName person,
            KeyFingerprint fingerprint) implements DirectoryEvent {}

    record EngagementAdded(Instant at, Actor actor, String id, OrganisationName provider, PersonName sponsor,
            Map<String, List<String>> targets, Optional<Instant> from,
            Instant until) implements DirectoryEvent {}

    record EngagementChanged(Instant at, Actor actor, String id, OrganisationName provider,
            PersonName sponsor,
            Map<String, List<String>> targets, Optional<Instant> from,
            Instant until) implements DirectoryEvent {}

    record EngagementRemoved(Instant at, Actor actor, String id) implements DirectoryEvent {}

    record TargetAdded(Instant at, Actor actor, TargetName name, Map<String, String> labels, GroupName owner,
            String notes)
            implements
                DirectoryEvent {}

    record TargetChanged(Instant at, Actor actor, TargetName name, Map<String, String> labels,
            GroupName owner, String notes)
            implements
                DirectoryEvent {}

    /** Also revokes every grant for the target and retires its agent. */
    record TargetRemoved(Instant at, Actor actor, TargetName name) implements DirectoryEvent {}

    /** The key is nobody's from {@code expires} on; the session it opened ends then. */
    record KeyEnding(Instant at, Actor actor, PersonName person, KeyFingerprint fingerprint,
            Instant expires) implements DirectoryEvent {}

    /** Nobody of a provider is enabled from now on, whoever may come to it. */
    record OrganisationHeld(Instant at, Actor actor, OrganisationName name,
            String reason) implements DirectoryEvent {}

    /** Its people are enabled again, as far as nothing else holds them. */
    record OrganisationReleased(Instant at, Actor actor, OrganisationName name,
            String reason) implements DirectoryEvent {}

    /** An engagement covers nothing from now on, whatever end is declared for it. */
    record EngagementEnded(Instant at, Actor actor, String id, String reason) implements DirectoryEvent {}

    /** It runs as declared again. */
    record EngagementResumed(Instant at, Actor actor, String id, String reason) implements DirectoryEvent {}
}
