package io.sallyport.broker.identity;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Set;

/**
 * A human, of exactly one organisation, as the directory has them now.
 *
 * @param internal the organisation is the company itself, not a provider
 * @param enabled false: no key of this person signs in anywhere
 */
public record Person(PersonName name, String fullName, OrganisationName organisation, boolean internal,
        Set<GroupName> groups, Set<Role> roles, boolean enabled) {
    public Person {
        groups = Set.copyOf(groups);
        roles = Set.copyOf(roles);
    }

    /** True when the person holds {@code role}. */
    public boolean is(Role role) {
        return roles.contains(role);
    }
}
