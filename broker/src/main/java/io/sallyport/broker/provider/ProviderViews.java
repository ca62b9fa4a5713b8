package io.sallyport.broker.provider;

import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may look at which provider: its managers, its sponsor, administrators of the company and auditors. To everybody else it is not there.
 * Blocking; safe for many threads.
 */
public final class ProviderViews {
    private static final int INVITATIONS = 100;

    private final InvitationStore store;
    private final People people;
    private final Engagements engagements;
    private final RosterDesk rosters;
    private final Terms terms;

    public ProviderViews(InvitationStore store, People people, Engagements engagements, RosterDesk rosters,
            Terms terms) {
        this.store = store;
        this.people = people;
        this.engagements = engagements;
        this.rosters = rosters;
        this.terms = terms;
    }

    /** Those that this person may look at. */
    public List<ProviderHead> all(Person viewer) {
        List<Organisation> seen = now(viewer).map(person -> engagements.organisations().stream()
                .filter(each -> Oversight.sees(person, each)).toList()).orElse(List.of());
        if (seen.isEmpty()) {
            return List.of();
        }
        Map<OrganisationName, Instant> dues = rosters.dues();
        return seen.stream()
                .map(each -> new ProviderHead(each, Optional.ofNullable(dues.get(each.name())))).toList();
    }

    /** Absent and hidden look the same. */
    public Optional<ProviderSheet> sheet(Person viewer, OrganisationName name) {
        Optional<Person> now = now(viewer);
        return engagements.organisation(name).filter(each -> !each.internal())
                .filter(each -> now.filter(person -> Oversight.sees(person, each)).isPresent())
                .map(each -> sheet(now.orElseThrow(), each));
    }

    private ProviderSheet sheet(Person viewer, Organisation provider) {
        Map<PersonName, String> agreed = store.agreed(provider.name());
        List<ProviderSheet.Member> members = rosters.roster(viewer, provider.name()).stream()
                .sorted(Comparator.comparing(person -> person.name().value()))
                .map(person -> new ProviderSheet.Member(person, people.holdsOf(person.name()),
                        Optional.ofNullable(agreed.get(person.name())), used(person)))
                .toList();
        return new ProviderSheet(provider, members, terms, rosters.due(provider.name()),
                rosters.confirmed(provider.name()), store.newest(provider.name(), INVITATIONS),
                Oversight.acts(viewer, provider), Oversight.answers(viewer, provider));
    }

    private Optional<Instant> used(Person person) {
        return people.keysOf(person.name()).stream().map(RegisteredKey::lastUsed).flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    // As the directory has them at this moment, not as they were when they signed in.
    private Optional<Person> now(Person viewer) {
        return people.byName(viewer.name()).filter(Person::enabled);
    }
}
