package io.sallyport.broker.identity;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everyone in the directory, held in memory: answers without I/O, so that any thread may ask. Safe for many threads;
 * an answer is of one moment, and {@link #refresh} moves to the next.
 */
public final class People {
    private record Snapshot(Map<PersonName, Person> byName, Map<KeyFingerprint, RegisteredKey> byKey,
            Map<PersonName, List<RegisteredKey>> keys, Map<PersonName, Tenure> tenures,
            Map<String, PersonName> bySubject, Map<PersonName, Set<Hold>> holds) {}

    private static final Tenure NONE = new Tenure(Map.of(), Map.of());

    private final PeopleStore store;
    private final InstantSource time;
    private volatile Snapshot now;

    public People(PeopleStore store, InstantSource time) {
        this.store = store;
        this.time = time;
        this.now = read(store);
    }

    /** The person of that name, enabled or not. */
    public Optional<Person> byName(PersonName name) {
        return Optional.ofNullable(now.byName.get(name));
    }

    /**
     * The person of that name with only those groups and roles that they hold now and have held, without a break, since
     * before the event at {@code index} of the journal.
     */
    public Optional<Person> heldBefore(PersonName name, long index) {
        Snapshot snapshot = now;
        Tenure tenure = snapshot.tenures.getOrDefault(name, NONE);
        return Optional.ofNullable(snapshot.byName.get(name))
                .map(person -> person.holding(before(person.groups(), tenure.groups(), index),
                        before(person.roles(), tenure.roles(), index)));
    }

    private static <T> Set<T> before(Set<T> held, Map<T, Long> since, long index) {
        return held.stream().filter(each -> since.getOrDefault(each, Long.MAX_VALUE) < index)
                .collect(toSet());
    }

    /**
     * The enabled person who registered that key, unless it or their service account has ended. Knowing the key proves nothing: the caller verifies a signature.
     */
    public Optional<Person> byKey(KeyFingerprint fingerprint) {
        Snapshot snapshot = now;
        Instant now = time.instant();
        return Optional.ofNullable(snapshot.byKey.get(fingerprint)).filter(key -> key.good(now))
                .map(key -> snapshot.byName.get(key.person())).filter(Person::enabled)
                .filter(person -> person.inService(now));
    }

    /** That key, ended or not, whoever has it. */
    public Optional<RegisteredKey> key(KeyFingerprint fingerprint) {
        return Optional.ofNullable(now.byKey.get(fingerprint));
    }

    /** The person whom the identity provider calls {@code subject}, enabled or not. */
    public Optional<Person> bySubject(String subject) {
        Snapshot snapshot = now;
        return Optional.ofNullable(snapshot.bySubject.get(subject)).map(snapshot.byName::get);
    }

    /** That person, if they may do anything at all now: enabled, and no service account beyond its end. */
    public Optional<Person> active(PersonName name) {
        return byName(name).filter(Person::enabled).filter(person -> person.inService(time.instant()));
    }

    /** Why a person is held; empty when nothing holds them, or for nobody. */
    public Set<Hold> holdsOf(PersonName name) {
        return now.holds.getOrDefault(name, Set.of());
    }

    /** The keys of a person, by fingerprint; empty for nobody. */
    public List<RegisteredKey> keysOf(PersonName name) {
        return now.keys.getOrDefault(name, List.of());
    }

    /** Everyone, by name. */
    public Collection<Person> all() {
        return now.byName.values();
    }

    /** Reads the projection again. Blocks; called after a change of the directory was committed. */
    public void refresh() {
        now = read(store);
    }

    private static Snapshot read(PeopleStore store) {
        Map<PersonName, Person> byName = new LinkedHashMap<>();
        store.people().forEach(person -> byName.put(person.name(), person));
        Map<KeyFingerprint, RegisteredKey> byKey = new LinkedHashMap<>();
        List<RegisteredKey> keys = store.keys();
        keys.forEach(key -> byKey.put(key.fingerprint(), key));
        // An account that two people seem to have is nobody's.
        Map<String, List<PersonName>> subjects = byName.values().stream()
                .filter(person -> person.subject().isPresent())
                .collect(groupingBy(person -> person.subject().orElseThrow(),
                        mapping(Person::name, toList())));
        Map<String, PersonName> bySubject = subjects.entrySet().stream()
                .filter(each -> each.getValue().size() == 1)
                .collect(toMap(Map.Entry::getKey, each -> each.getValue().getFirst()));
        return new Snapshot(java.util.Collections.unmodifiableMap(byName), byKey,
                keys.stream().collect(groupingBy(RegisteredKey::person)), store.tenures(), bySubject,
                store.holds());
    }
}
