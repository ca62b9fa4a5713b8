package io.sallyport.broker.identity;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.PersonKind;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A human, or an account that stands for one of their machines, of exactly one organisation, as the directory has them now.
 *
 * @param internal the organisation is the company itself, not a provider
 * @param roles what runs by itself decides nothing: of a service account only {@link Role#ENGINEER} is kept
 * @param enabled false: no key of this person signs in anywhere
 * @param service there for accounts for automation only
 * @param mail where the person is written to
 * @param subject what the identity provider calls the person; nothing else there makes somebody this person
 */
public record Person(PersonName name, String fullName, OrganisationName organisation, boolean internal,
        Set<GroupName> groups, Set<Role> roles, boolean enabled, Optional<ServiceAccount> service,
        Optional<String> mail, Origin origin, Optional<String> subject) {
    public Person {
        groups = Set.copyOf(groups);
        roles = service.isEmpty()
                ? Set.copyOf(roles)
                : roles.stream().filter(Role.ENGINEER::equals).collect(Collectors.toUnmodifiableSet());
    }

    /** A human of whom the directory file says no more. */
    public Person(PersonName name, String fullName, OrganisationName organisation, boolean internal,
            Set<GroupName> groups, Set<Role> roles, boolean enabled) {
        this(name, fullName, organisation, internal, groups, roles, enabled, Optional.empty(),
                Optional.empty(), Origin.FILE, Optional.empty());
    }

    /** The same person with other groups and roles. */
    public Person holding(Set<GroupName> someGroups, Set<Role> someRoles) {
        return new Person(name, fullName, organisation, internal, someGroups, someRoles, enabled, service,
                mail, origin, subject);
    }

    /** Whether somebody thinks or something runs. */
    public PersonKind kind() {
        return service.isPresent() ? PersonKind.SERVICE : PersonKind.HUMAN;
    }

    /** How the person is called where others decide about them or read of them: of a service account it says that it is one, and whose. Foreign. */
    public String shownName() {
        return service.map(account -> fullName + " (service account of " + account.owner() + ")")
                .orElse(fullName);
    }

    /** True when the person holds {@code role}. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Before the end of a service account; humans have none. */
    public boolean inService(Instant at) {
        return service.map(account -> account.good(at)).orElse(true);
    }

    /** Whether a connection from there can be this person's: a service account has its networks, a human comes from anywhere. */
    public boolean comesFrom(InetAddress source) {
        return service.map(account -> account.admits(source)).orElse(true);
    }
}
