package io.sallyport.broker.identity;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
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
    private record Snapshot(Map<PersonName, Person> byName, Map<KeyFingerprint, PersonName> byKey,
            Map<PersonName, List<RegisteredKey>> keys, Map<PersonName, Tenure> tenures) {}

    private static final Tenure NONE = new Tenure(Map.of(), Map.of());

    private final PeopleStore store;
    private volatile Snapshot now;

    public People(PeopleStore store) {
        this.store = store;
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
                .map(person -> new Person(person.name(), person.fullName(), person.organisation(),
                        person.internal(),
                        before(person.groups(), tenure.groups(), index),
                        before(person.roles(), tenure.roles(), index), person.enabled()));
    }

    private static <T> Set<T> before(Set<T> held, Map<T, Long> since, long index) {
        return held.stream().filter(each -> since.getOrDefault(each, Long.MAX_VALUE) < index)
                .collect(toSet());
    }

    /** The enabled person who registered that key. Knowing the key proves nothing: the caller verifies a signature. */
    public Optional<Person> byKey(KeyFingerprint fingerprint) {
        Snapshot snapshot = now;
        return Optional.ofNullable(snapshot.byKey.get(fingerprint)).map(snapshot.byName::get)
                .filter(Person::enabled);
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
        Map<KeyFingerprint, PersonName> byKey = new LinkedHashMap<>();
        List<RegisteredKey> keys = store.keys();
        keys.forEach(key -> byKey.put(key.fingerprint(), key.person()));
        return new Snapshot(java.util.Collections.unmodifiableMap(byName), byKey,
                keys.stream().collect(groupingBy(RegisteredKey::person)), store.tenures());
    }
}
