package io.sallyport.broker.service;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.engagement.Engagements;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.provider.Oversight;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.wire.text.Sanitize;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes accounts for automation, changes them and shows them. Administrators of the company make and change them; whoever is to see one may look.
 * Blocking; safe for many threads.
 */
public final class ServiceDesk {
    /** One that is made here lives no longer; its owner has it made longer when it is due, or it ends. */
    public static final Duration LONGEST = Duration.ofDays(366);
    private static final int NAME = 200;
    private static final int GROUPS = 50;

    private final AuditTrail trail;
    private final People people;
    private final Engagements engagements;
    private final SightingStore sightings;

    public ServiceDesk(AuditTrail trail, People people, Engagements engagements, SightingStore sightings) {
        this.trail = trail;
        this.people = people;
        this.engagements = engagements;
        this.sightings = sightings;
    }

    /** The accounts that this person may see, by name: all for administrators and auditors of the company, their own and their provider's for others. */
    public List<Person> list(Person viewer) {
        return people.all().stream().filter(each -> each.kind() == PersonKind.SERVICE)
                .filter(each -> sees(viewer, each)).sorted(Comparator.comparing(Person::name)).toList();
    }

    /** The accounts that this person answers for: as their owner, or as an administrator of the company. */
    public List<Person> answeredBy(Person viewer) {
        return list(viewer).stream().filter(each -> administers(viewer) || owns(viewer, each)).toList();
    }

    /** One that this person may see. */
    public Optional<Person> account(Person viewer, PersonName name) {
        return people.byName(name).filter(each -> each.kind() == PersonKind.SERVICE)
                .filter(each -> sees(viewer, each));
    }

    /** Those of {@link #list}, with everything about them. */
    public List<ServiceSheet> sheets(Person viewer) {
        Map<PersonName, Sighting> seen = sightings();
        return list(viewer).stream().map(each -> sheet(viewer, each, seen)).toList();
    }

    /** One that this person may see, with everything about it. */
    public Optional<ServiceSheet> sheet(Person viewer, PersonName name) {
        return account(viewer, name).map(each -> sheet(viewer, each, sightings()));
    }

    private ServiceSheet sheet(Person viewer, Person account, Map<PersonName, Sighting> seen) {
        return new ServiceSheet(account, people.holdsOf(account.name()), people.keysOf(account.name()),
                Optional.ofNullable(seen.get(account.name())),
                administers(viewer) && account.origin() == Origin.SALLYPORT,
                administers(viewer) || owns(viewer, account));
    }

    /** Where keys were refused last because the account never comes from there. */
    public Map<PersonName, Sighting> sightings() {
        return sightings.sightings();
    }

    private boolean sees(Person viewer, Person account) {
        return administers(viewer) || (viewer.internal() && viewer.is(Role.AUDITOR)) || owns(viewer, account)
                || viewer.name().equals(account.name())
                || engagements.organisation(account.organisation())
                        .filter(provider -> Oversight.sees(viewer, provider)).isPresent();
    }

    static boolean owns(Person person, Person account) {
        return account.service().filter(service -> service.owner().equals(person.name())).isPresent()
                && Stewardship.answersFor(person, account);
    }

    /** True when this person makes accounts, and changes those that were made here. */
    public static boolean administers(Person person) {
        return person.enabled() && person.internal() && person.is(Role.ADMINISTRATOR);
    }

    /** Makes one, without a key yet. */
    public ServiceOutcome add(Person by, ServiceForm form) {
        return trail.commit(at -> {
            if (people.byName(by.name()).filter(ServiceDesk::administers).isEmpty()) {
                return refuse(ServiceOutcome.Reason.NOT_ALLOWED,
                        "Service accounts are made by an administrator of the company.");
            }
            // A name that somebody had once must not become somebody else's.
            if (people.byName(form.name()).isPresent() || !people.holdsOf(form.name()).isEmpty()) {
                return refuse(ServiceOutcome.Reason.NAME_TAKEN,
                        "'" + form.name() + "' can't be had. Choose another name.");
            }
            Optional<Organisation> organisation = engagements.organisation(form.organisation())
                    .filter(each -> !engagements.held().contains(each.name()));
            if (organisation.isEmpty()) {
                return refuse(ServiceOutcome.Reason.BAD_FORM,
                        "There is no organisation '" + form.organisation() + "' here.");
            }
            Person account = new Person(form.name(), form.fullName().strip(), form.organisation(),
                    organisation.get().internal(), form.groups(), Set.of(Role.ENGINEER), true,
                    Optional.of(form.account()), Optional.empty(), Origin.SALLYPORT, Optional.empty());
            Optional<String> wrong = wrong(account, at);
            return wrong.isPresent()
                    ? refuse(ServiceOutcome.Reason.BAD_FORM, wrong.get())
                    : Ruling.of(new ServiceOutcome.Done(account),
                            added(account, Actor.of(by.name()), at), declared(account, by, at));
        });
    }

    /** Changes one that was made here. Its sessions that no longer fit end. */
    public ServiceOutcome change(Person by, PersonName name, ServiceChange change) {
        return trail.commit(at -> {
            if (people.byName(by.name()).filter(ServiceDesk::administers).isEmpty()) {
                return refuse(ServiceOutcome.Reason.NOT_ALLOWED,
                        "Service accounts are changed by an administrator of the company.");
            }
            Optional<Person> before = account(by, name);
            if (before.isEmpty()) {
                return unknown(name);
            }
            if (before.get().origin() != Origin.SALLYPORT) {
                return refuse(ServiceOutcome.Reason.ELSEWHERE, "'" + name
                        + "' stands in the broker's directory file: have it changed there.");
            }
            Person old = before.get();
            Person account = new Person(name, old.fullName(), old.organisation(), old.internal(),
                    change.groups().orElse(old.groups()), old.roles(), true,
                    old.service().map(change::of), old.mail(), old.origin(), old.subject());
            Optional<String> wrong = wrong(account, at);
            if (wrong.isPresent()) {
                return refuse(ServiceOutcome.Reason.BAD_FORM, wrong.get());
            }
            return account.groups().equals(old.groups())
                    ? Ruling.of(new ServiceOutcome.Done(account), declared(account, by, at))
                    : Ruling.of(new ServiceOutcome.Done(account),
                            changed(account, Actor.of(by.name()), at), declared(account, by, at));
        });
    }

    private Optional<String> wrong(Person account, Instant now) {
        ServiceAccount service = account.service().orElseThrow();
        if (account.fullName().isEmpty() || account.fullName().length() > NAME
                || !Sanitize.isPlain(account.fullName())) {
            return Optional.of("Its title is one line of 1 to " + NAME + " characters.");
        }
        if (account.groups().size() > GROUPS) {
            return Optional.of("An account has at most " + GROUPS + " groups.");
        }
        if (service.networks().isEmpty()) {
            return Optional.of("Name at least one network that it comes from.");
        }
        if (!service.good(now) || service.until().isAfter(now.plus(LONGEST))) {
            return Optional.of("It ends after today and within " + LONGEST.toDays() + " days.");
        }
        return people.byName(service.owner()).filter(owner -> Stewardship.answersFor(owner, account))
                .isEmpty()
                        ? Optional
                                .of("'" + service.owner() + "' can't answer for it: that takes a human of its"
                                        + " organisation or of the company who is active.")
                        : Optional.empty();
    }

    private static Event added(Person account, Actor by, Instant at) {
        return new DirectoryEvent.PersonAdded(at, by, account.name(), account.fullName(),
                account.organisation(), sorted(account), List.of(Role.ENGINEER.code()), true,
                Optional.of(PersonKind.SERVICE.code()), Optional.empty(),
                Optional.of(Origin.SALLYPORT.code()), Optional.empty());
    }

    private static Event changed(Person account, Actor by, Instant at) {
        return new DirectoryEvent.PersonChanged(at, by, account.name(), account.fullName(),
                account.organisation(), sorted(account), List.of(Role.ENGINEER.code()), true,
                Optional.of(PersonKind.SERVICE.code()), Optional.empty(),
                Optional.of(Origin.SALLYPORT.code()), Optional.empty());
    }

    private static Event declared(Person account, Person by, Instant at) {
        ServiceAccount service = account.service().orElseThrow();
        return new DirectoryEvent.ServiceDeclared(at, Actor.of(by.name()), account.name(), service.owner(),
                service.until(), service.networkTexts());
    }

    private static List<GroupName> sorted(Person account) {
        return account.groups().stream().sorted().toList();
    }

    static Ruling<ServiceOutcome> unknown(PersonName name) {
        return refuse(ServiceOutcome.Reason.UNKNOWN,
                "There is no service account '" + name + "' that you may see.");
    }

    static Ruling<ServiceOutcome> refuse(ServiceOutcome.Reason reason, String text) {
        return Ruling.of(new ServiceOutcome.Refused(reason, text));
    }
}
