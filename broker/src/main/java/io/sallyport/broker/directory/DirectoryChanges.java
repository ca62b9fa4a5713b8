package io.sallyport.broker.directory;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.engagement.Engagement;
import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.policy.PersonKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The events that lead from one directory to another, in an order in which each is possible: what others refer to is added
 * first and removed last.
 */
final class DirectoryChanges {
    private final Instant at;
    private final Actor actor;
    private final Directory from;
    private final Directory to;
    private final List<Event> events = new ArrayList<>();

    private DirectoryChanges(Instant at, Actor actor, Directory from, Directory to) {
        this.at = at;
        this.actor = actor;
        this.from = from;
        this.to = to;
    }

    static List<Event> between(Directory from, Directory to, Actor actor, Instant at) {
        return new DirectoryChanges(at, actor, from, to).all();
    }

    private List<Event> all() {
        added(from.organisations(), to.organisations(), Organisation::name,
                o -> events.add(new DirectoryEvent.OrganisationAdded(at, actor, o.name(), o.internal(),
                        o.title(), o.care().sponsor(), said(o.care().contacts()),
                        said(o.care().mailDomains()), said(o.care().groups()), o.care().rosterEvery())),
                (_, o) -> events.add(new DirectoryEvent.OrganisationChanged(at, actor, o.name(), o.internal(),
                        o.title(), o.care().sponsor(), said(o.care().contacts()),
                        said(o.care().mailDomains()), said(o.care().groups()), o.care().rosterEvery())));
        people();
        services();
        keys();
        targets();
        engagements();
        removed(from.organisations(), to.organisations(), Organisation::name,
                o -> events.add(new DirectoryEvent.OrganisationRemoved(at, actor, o.name())));
        return events;
    }

    private void people() {
        // Whether a person is internal follows from the organisation, which has its own event.
        Function<Person, Object> stored = p -> List.of(p.fullName(), p.organisation(), p.groups(), p.roles(),
                p.enabled(), p.kind(), p.mail(), p.origin(), p.subject());
        added(from.people(), to.people(), Person::name, stored,
                p -> events.add(new DirectoryEvent.PersonAdded(at, actor, p.name(), p.fullName(),
                        p.organisation(), sorted(p), roles(p), p.enabled(), kind(p), p.mail(), origin(p),
                        p.subject())),
                (_, p) -> events.add(new DirectoryEvent.PersonChanged(at, actor, p.name(), p.fullName(),
                        p.organisation(), sorted(p), roles(p), p.enabled(), kind(p), p.mail(), origin(p),
                        p.subject())));
    }

    private void services() {
        Function<Person, Object> stored = Person::service;
        added(from.people(), to.people(), Person::name, stored, this::declared, (_, p) -> declared(p));
    }

    private void declared(Person person) {
        person.service().ifPresent(account -> events.add(new DirectoryEvent.ServiceDeclared(at, actor,
                person.name(), account.owner(), account.until(), account.networkTexts())));
    }

    // A key may move from one person to another: it leaves the one, with or without the person, before
    // it joins the other.
    private void keys() {
        Function<RegisteredKey, Object> whole = key -> List.of(key.person(), key.fingerprint());
        List<Object> staying = to.people().stream().<Object>map(Person::name).toList();
        removed(from.keys(), to.keys(), whole, key -> {
            if (staying.contains(key.person())) {
                events.add(new DirectoryEvent.KeyRemoved(at, actor, key.person(), key.fingerprint()));
            }
        });
        removed(from.people(), to.people(), Person::name,
                p -> events.add(new DirectoryEvent.PersonRemoved(at, actor, p.name())));
        added(from.keys(), to.keys(), whole,
                key -> events.add(new DirectoryEvent.KeyRegistered(at, actor, key.person(), key.fingerprint(),
                        key.line(), written(key.origin()), key.expires())),
                (_, _) -> {
                });
    }

    private void targets() {
        added(from.targets(), to.targets(), Target::name, t -> List.of(t.labels(), t.owner(), t.notes()),
                t -> events.add(new DirectoryEvent.TargetAdded(at, actor, t.name(), t.labels(),
                        t.owner(), t.notes())),
                (_, t) -> events.add(
                        new DirectoryEvent.TargetChanged(at, actor, t.name(), t.labels(), t.owner(),
                                t.notes())));
        removed(from.targets(), to.targets(), Target::name,
                t -> events.add(new DirectoryEvent.TargetRemoved(at, actor, t.name())));
    }

    private void engagements() {
        removed(from.engagements(), to.engagements(), Engagement::id,
                e -> events.add(new DirectoryEvent.EngagementRemoved(at, actor, e.id())));
        // What a file declares does not say that it was ended early, and can't take that back.
        added(from.engagements(), to.engagements(), Engagement::id,
                e -> List.of(e.provider(), e.sponsor(), e.targets(), e.from(), e.until()),
                e -> events.add(new DirectoryEvent.EngagementAdded(at, actor, e.id(), e.provider(),
                        e.sponsor(),
                        e.targets(), e.from(), e.until())),
                (_, e) -> events
                        .add(new DirectoryEvent.EngagementChanged(at, actor, e.id(), e.provider(),
                                e.sponsor(), e.targets(), e.from(), e.until())));
    }

    private static <T> void added(List<T> from, List<T> to, Function<T, Object> key, Consumer<T> added,
            BiConsumer<T, T> changed) {
        added(from, to, key, whole -> whole, added, changed);
    }

    private static <T> void added(List<T> from, List<T> to, Function<T, Object> key,
            Function<T, Object> stored,
            Consumer<T> added, BiConsumer<T, T> changed) {
        Map<Object, T> before = from.stream().collect(Collectors.toMap(key, each -> each));
        for (T now : to) {
            T old = before.get(key.apply(now));
            if (old == null) {
                added.accept(now);
            } else if (!stored.apply(old).equals(stored.apply(now))) {
                changed.accept(old, now);
            }
        }
    }

    private static <T> void removed(List<T> from, List<T> to, Function<T, Object> key, Consumer<T> removed) {
        List<Object> staying = to.stream().map(key).toList();
        from.stream().filter(old -> !staying.contains(key.apply(old))).forEach(removed);
    }

    private static List<io.sallyport.policies.id.GroupName> sorted(Person person) {
        return person.groups().stream().sorted().toList();
    }

    private static <T> Optional<List<T>> said(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }

    // What is usual is not written: journals from before there was anything else say the same.
    private static Optional<String> kind(Person person) {
        return Optional.of(person.kind()).filter(kind -> kind != PersonKind.HUMAN).map(PersonKind::code);
    }

    private static Optional<String> origin(Person person) {
        return written(person.origin());
    }

    private static Optional<String> written(Origin origin) {
        return Optional.of(origin).filter(it -> it != Origin.FILE).map(Origin::code);
    }

    private static List<String> roles(Person person) {
        return person.roles().stream().map(Role::code).sorted().toList();
    }
}
