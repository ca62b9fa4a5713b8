package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.text.Sanitize;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * What an account of Keycloak means here. Nothing follows from a name that looks alike, from a role of Keycloak's own, or from the absence
 * of something: who is of no organisation, or of two, is nobody. Pure; safe for many threads.
 */
final class AccountMapping {
    private static final int LONGEST_NAME = 200;

    private final KeycloakSettings settings;

    AccountMapping(KeycloakSettings settings) {
        this.settings = settings;
    }

    /** The paths of the groups that mean something. */
    Set<String> paths() {
        return Stream.of(settings.groups().keySet(), settings.roles().keySet(),
                Set.of(settings.internal().group())).flatMap(Set::stream).collect(Collectors.toSet());
    }

    /**
     * The person that an account stands for; empty, reported, when it stands for none.
     *
     * @param providers the aliases of all Organizations
     * @param report is told, in words for the operator, what is not taken and why; safe to print
     */
    Optional<Person> person(Roster.Seen seen, Set<String> providers, Consumer<String> report) {
        UserRepresentation user = seen.user();
        Optional<PersonName> name = Optional.ofNullable(user.getUsername()).flatMap(PersonName::parse);
        if (name.isEmpty()) {
            report.accept("the account '" + Sanitize.log(String.valueOf(user.getUsername()))
                    + "' has a name that can't be a person's here");
            return Optional.empty();
        }
        Optional<OrganisationName> organisation = organisation(seen, name.get(), report);
        if (organisation.isEmpty()) {
            return Optional.empty();
        }
        boolean internal = organisation.get().equals(settings.internal().organisation());
        return Optional.of(new Person(name.get(), fullName(user, name.get()), organisation.get(), internal,
                groups(seen, organisation.get(), providers, report), roles(seen),
                Boolean.TRUE.equals(user.isEnabled()) && seen.inService(), Optional.empty(), mail(user),
                Origin.KEYCLOAK, Optional.of(user.getId())));
    }

    private Optional<OrganisationName> organisation(Roster.Seen seen, PersonName name,
            Consumer<String> report) {
        boolean own = seen.groups().contains(settings.internal().group());
        int organisations = seen.organisations().size();
        if (own && organisations == 0) {
            return Optional.of(settings.internal().organisation());
        }
        if (own || organisations != 1) {
            report.accept("the account '" + name + "' is "
                    + (own
                            ? "in " + settings.internal().group() + " and of a provider"
                            : "of " + (organisations == 0
                                    ? "no organisation"
                                    : "more than one organisation")));
            return Optional.empty();
        }
        Optional<OrganisationName> provider = OrganisationName.parse(seen.organisations().iterator().next())
                .filter(alias -> !alias.equals(settings.internal().organisation()));
        if (provider.isEmpty()) {
            report.accept("the account '" + name + "' is of an Organization that can't be a provider");
        }
        return provider;
    }

    // A group that is named after another provider is that provider's.
    private Set<GroupName> groups(Roster.Seen seen, OrganisationName organisation, Set<String> providers,
            Consumer<String> report) {
        Set<GroupName> groups = new HashSet<>();
        for (String path : seen.groups()) {
            GroupName group = settings.groups().get(path);
            if (group == null) {
                continue;
            }
            int slash = group.value().indexOf('/');
            String owner = slash < 0 ? "" : group.value().substring(0, slash);
            if (providers.contains(owner) && !owner.equals(organisation.value())) {
                report.accept("the account '" + seen.user().getUsername() + "' is in " + path
                        + ", which is of another organisation");
            } else {
                groups.add(group);
            }
        }
        return groups;
    }

    private Set<Role> roles(Roster.Seen seen) {
        return settings.roles().entrySet().stream().filter(each -> seen.groups().contains(each.getKey()))
                .map(Map.Entry::getValue).collect(Collectors.toSet());
    }

    static String fullName(UserRepresentation user, PersonName name) {
        String both = Stream.of(user.getFirstName(), user.getLastName())
                .filter(part -> part != null && !part.isBlank()).map(String::strip).distinct()
                .collect(Collectors.joining(" "));
        String plain = Sanitize.log(both);
        return plain.isEmpty() ? name.value() : plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
    }

    private static Optional<String> mail(UserRepresentation user) {
        return Optional.ofNullable(user.getEmail())
                .filter(mail -> mail.length() <= 254 && mail.matches("[!-?A-~]+@[!-?A-~]+"));
    }
}
