package io.sallyport.broker.audit;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What changed in the directory: companies, people, keys, contracts, targets. */
public sealed interface DirectoryEvent extends Event {
    record OrganisationAdded(Instant at, Actor actor, OrganisationName name, boolean internal, String title)
            implements
                DirectoryEvent {}

    record OrganisationChanged(Instant at, Actor actor, OrganisationName name, boolean internal, String title)
            implements
                DirectoryEvent {}

    record OrganisationRemoved(Instant at, Actor actor, OrganisationName name) implements DirectoryEvent {}

    record PersonAdded(Instant at, Actor actor, PersonName name, String fullName,
            OrganisationName organisation,
            List<GroupName> groups, List<String> roles, boolean enabled) implements DirectoryEvent {}

    record PersonChanged(Instant at, Actor actor, PersonName name, String fullName,
            OrganisationName organisation,
            List<GroupName> groups, List<String> roles, boolean enabled) implements DirectoryEvent {}

    /** Also revokes every grant of the person and cancels every open request. */
    record PersonRemoved(Instant at, Actor actor, PersonName name) implements DirectoryEvent {}

    record KeyRegistered(Instant at, Actor actor, PersonName person, KeyFingerprint fingerprint, String key)
            implements
                DirectoryEvent {}

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
}
