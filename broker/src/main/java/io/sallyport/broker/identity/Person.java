package io.sallyport.broker.identity;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;
import java.util.Set;

/**
 * A human, or an account that stands for one of their machines, of exactly one organisation, as the directory has them now.
 *
 * @param internal the organisation is the company itself, not a provider
 * @param enabled false: no key of this person signs in anywhere
 * @param mail where the person is written to
 * @param subject what the identity provider calls the person; nothing else there makes somebody this person
 */
public record Person(PersonName name, String fullName, OrganisationName organisation, boolean internal,
        Set<GroupName> groups, Set<Role> roles, boolean enabled, PersonKind kind, Optional<String> mail,
        Origin origin, Optional<String> subject) {
    public Person {
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
    }

    /** A human of whom the directory file says no more. */
    public Person(PersonName name, String fullName, OrganisationName organisation, boolean internal,
            Set<GroupName> groups, Set<Role> roles, boolean enabled) {
        this(name, fullName, organisation, internal, groups, roles, enabled, PersonKind.HUMAN,
                Optional.empty(), Origin.FILE, Optional.empty());
    }

    /** The same person with other groups and roles. */
    public Person holding(Set<GroupName> someGroups, Set<Role> someRoles) {
        return new Person(name, fullName, organisation, internal, someGroups, someRoles, enabled, kind, mail,
                origin, subject);
    }

    /** True when the person holds {@code role}. */
    public boolean is(Role role) {
        return roles.contains(role);
    }
}
