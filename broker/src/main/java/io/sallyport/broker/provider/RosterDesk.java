package io.sallyport.broker.provider;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.ProviderEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A provider's people, and that they still are: who is not confirmed in time is held, and who is confirmed again is let go. The provider's
 * managers themselves never lapse, or nobody could confirm. Blocking; safe for many threads.
 */
public final class RosterDesk {
    private static final String LAPSED = "the provider did not confirm its people in time";
    private static final String LEFT_OUT = "the provider's roster does not name them any more";

    private final AuditTrail trail;
    private final InvitationStore store;
    private final People people;
    private final Engagements engagements;

    public RosterDesk(AuditTrail trail, InvitationStore store, People people, Engagements engagements) {
        this.trail = trail;
        this.store = store;
        this.people = people;
        this.engagements = engagements;
    }

    /** What came of confirming. */
    public sealed interface Outcome {
        /** So many are confirmed; these were held for it, and these let go. */
        record Confirmed(int confirmed, List<PersonName> held, List<PersonName> released)
                implements
                    Outcome {}

        /** No. {@code text} is shown as it stands. */
        record Refused(Reason reason, String text) implements Outcome {}
    }

    /** Stable codes: never renamed, never reused. CHANGED: there are others than the confirmer saw. */
    public enum Reason {
        NOT_ALLOWED, NOT_THEIRS, CHANGED
    }

    /** The provider's people whom this person may see, managers too, by name. */
    public List<Person> roster(Person viewer, OrganisationName of) {
        return provider(of)
                .filter(provider -> now(viewer).filter(p -> Oversight.sees(p, provider)).isPresent())
                .map(provider -> of(provider.name())).orElse(List.of());
    }

    /** When a provider's people lapse unless they are confirmed; empty: they don't. */
    public Optional<Instant> due(OrganisationName of) {
        return Optional.ofNullable(dues().get(of));
    }

    /** When the people of each provider lapse unless they are confirmed; those that are not in it don't. */
    public Map<OrganisationName, Instant> dues() {
        Map<OrganisationName, Instant> dues = new LinkedHashMap<>();
        for (InvitationStore.Roster roster : store.rosters()) {
            provider(roster.provider()).flatMap(provider -> provider.care().rosterEvery())
                    .ifPresent(every -> dues.put(roster.provider(),
                            roster.confirmed().orElse(roster.begun()).plus(every)));
        }
        return dues;
    }

    /**
     * Says that exactly these still work for the provider. Everybody else of it, but its managers, is held. Allowed: its managers, its sponsor,
     * administrators of the company.
     *
     * @param seen everybody of the provider as the confirmer saw them: whoever came meanwhile is not held unseen; empty: whoever it is
     */
    public Outcome confirm(Person by, OrganisationName of, Set<PersonName> staying,
            Optional<Set<PersonName>> seen) {
        return trail.<Outcome>commit(at -> {
            Optional<Organisation> provider = provider(of);
            if (provider.isEmpty()
                    || now(by).filter(p -> Oversight.acts(p, provider.get())).isEmpty()) {
                return Ruling.of(refused(Reason.NOT_ALLOWED, "Confirming the people of " + of
                        + " takes one of its managers, its sponsor, or an administrator of the company."));
            }
            List<Person> all = of(of);
            Optional<PersonName> stranger = staying.stream()
                    .filter(name -> all.stream().noneMatch(person -> person.name().equals(name))).sorted()
                    .findFirst();
            if (stranger.isPresent()) {
                return Ruling.of(refused(Reason.NOT_THEIRS,
                        "'" + stranger.get() + "' is not one of the people of " + of + "."));
            }
            Set<PersonName> now = all.stream().map(Person::name).collect(Collectors.toSet());
            if (seen.filter(names -> !names.equals(now)).isPresent()) {
                return Ruling.of(refused(Reason.CHANGED,
                        "Somebody came or went meanwhile, so nothing was confirmed. Look again."));
            }
            return confirmed(by, of, staying, all, at);
        });
    }

    private static Outcome refused(Reason reason, String text) {
        return new Outcome.Refused(reason, text);
    }

    private Ruling<Outcome> confirmed(Person by, OrganisationName of, Set<PersonName> staying,
            List<Person> all, Instant at) {
        List<Event> events = new ArrayList<>();
        List<PersonName> held = new ArrayList<>();
        List<PersonName> released = new ArrayList<>();
        Actor actor = Actor.of(by.name());
        events.add(new ProviderEvent.RosterConfirmed(at, actor, of, by.name(),
                staying.stream().sorted().toList()));
        for (Person person : all) {
            boolean lapsed = people.holdsOf(person.name()).contains(Hold.ROSTER);
            if (staying.contains(person.name()) && lapsed) {
                released.add(person.name());
                events.add(new DirectoryEvent.PersonReleased(at, actor, person.name(), Hold.ROSTER.code(),
                        "the provider confirmed them"));
            } else if (!staying.contains(person.name()) && !lapsed && !person.is(Role.MANAGER)) {
                held.add(person.name());
                events.add(new DirectoryEvent.PersonHeld(at, actor, person.name(), Hold.ROSTER.code(),
                        LEFT_OUT));
            }
        }
        return new Ruling<>(new Outcome.Confirmed(staying.size(), held, released), events);
    }

    /** When a provider's people were confirmed last. */
    public Optional<Instant> confirmed(OrganisationName of) {
        return store.rosters().stream().filter(roster -> roster.provider().equals(of)).findFirst()
                .flatMap(InvitationStore.Roster::confirmed);
    }

    /** Holds everybody whose provider did not confirm in time. Returns how many that were. */
    public int lapse() {
        return trail.commit(at -> {
            List<Event> events = new ArrayList<>();
            for (Map.Entry<OrganisationName, Instant> due : dues().entrySet()) {
                if (!at.isBefore(due.getValue())) {
                    of(due.getKey()).stream()
                            .filter(person -> !person.is(Role.MANAGER)
                                    && !people.holdsOf(person.name()).contains(Hold.ROSTER))
                            .forEach(person -> events.add(new DirectoryEvent.PersonHeld(at, Actor.SYSTEM,
                                    person.name(), Hold.ROSTER.code(), LAPSED)));
                }
            }
            return new Ruling<>(events.size(), events);
        });
    }

    private List<Person> of(OrganisationName provider) {
        return people.all().stream().filter(person -> person.organisation().equals(provider)).toList();
    }

    private Optional<Organisation> provider(OrganisationName name) {
        return engagements.organisation(name).filter(each -> !each.internal());
    }

    private Optional<Person> now(Person by) {
        return people.byName(by.name()).filter(Person::enabled);
    }
}
