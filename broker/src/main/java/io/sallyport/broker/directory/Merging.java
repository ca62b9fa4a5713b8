package io.sallyport.broker.directory;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.sallyport.broker.engagement.Organisation;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one origin says of people and keys, beside what the others have said: which part of the directory in force it may change, and to what.
 * The file wins over everybody; everybody else leaves alone what is not theirs. Made for one use.
 */
final class Merging {
    private static final Set<Role> COMPANY_ONLY = EnumSet.of(Role.APPROVER, Role.ADMINISTRATOR);

    private final Origin origin;
    private final Directory now;
    private final Map<OrganisationName, Organisation> organisations;
    private final Map<PersonName, Person> there;
    private final List<Person> people = new ArrayList<>();
    private final List<RegisteredKey> keys = new ArrayList<>();
    private final List<Person> before;
    private final List<RegisteredKey> keysBefore;
    private final List<String> clashes = new ArrayList<>();

    /**
     * @param now the directory in force, people enabled as declared
     * @param organisations those there will be
     * @param wanted whom the origin declares
     * @param wantedKeys their keys
     */
    Merging(Origin origin, Directory now, List<Organisation> organisations, List<Person> wanted,
            List<RegisteredKey> wantedKeys) {
        this.origin = origin;
        this.now = now;
        this.organisations = organisations.stream().collect(toMap(Organisation::name, each -> each));
        this.there = now.people().stream().collect(toMap(Person::name, each -> each));
        takePeople(wanted);
        this.before = changeable();
        Set<PersonName> going = before.stream().map(Person::name).collect(toSet());
        people.forEach(person -> going.remove(person.name()));
        // A key goes with its person, whoever declared it.
        this.keysBefore = now.keys().stream()
                .filter(key -> key.origin() == origin || going.contains(key.person())).toList();
        takeKeys(wantedKeys);
    }

    private void takePeople(List<Person> wanted) {
        Map<String, Person> subjects = new HashMap<>();
        there.values().forEach(
                person -> person.subject().ifPresent(subject -> subjects.put(subject, person)));
        for (Person person : wanted) {
            Person namesake = there.get(person.name());
            Person linked = person.subject().map(subjects::get).orElse(null);
            Organisation organisation = organisations.get(person.organisation());
            if (origin == Origin.FILE) {
                people.add(person);
            } else if (namesake != null && namesake.origin() != origin) {
                clash("'" + person.name() + "' is declared elsewhere already, and stays as declared there");
            } else if (organisation == null) {
                clash("'" + person.name() + "' is of '" + person.organisation()
                        + "', which is no organisation here");
            } else if (linked != null && linked.origin() != origin) {
                clash("the account of '" + person.name() + "' is linked to '" + linked.name() + "' already");
            } else {
                people.add(within(person, organisation.internal()));
            }
        }
    }

    private Person within(Person person, boolean internal) {
        Set<Role> roles = new HashSet<>(person.roles());
        if (!internal && roles.removeAll(COMPANY_ONLY)) {
            clash("'" + person.name() + "' is of a provider, so is neither approver nor administrator");
        }
        return person.holding(person.groups(), roles);
    }

    private List<Person> changeable() {
        Set<PersonName> named = people.stream().map(Person::name).collect(toSet());
        Set<String> subjects = people.stream().flatMap(person -> person.subject().stream()).collect(toSet());
        return now.people().stream()
                .filter(person -> person.origin() == origin || (origin == Origin.FILE
                        && (named.contains(person.name()) || !organisations.containsKey(person.organisation())
                                || person.subject().filter(subjects::contains).isPresent())))
                .toList();
    }

    private void takeKeys(List<RegisteredKey> wanted) {
        Set<PersonName> taken = people.stream().map(Person::name).collect(toSet());
        Map<KeyFingerprint, PersonName> others = now.keys().stream()
                .filter(key -> !keysBefore.contains(key))
                .collect(toMap(RegisteredKey::fingerprint, RegisteredKey::person));
        Set<KeyFingerprint> once = new HashSet<>();
        for (RegisteredKey key : wanted) {
            PersonName other = others.get(key.fingerprint());
            if (!taken.contains(key.person())) {
                continue;
            }
            if ((other != null && !other.equals(key.person())) || !once.add(key.fingerprint())) {
                clash("the key " + key.fingerprint() + " of '" + key.person()
                        + "' is registered already: one key, one person, once");
            } else if (other == null) {
                keys.add(key);
            }
        }
    }

    private void clash(String text) {
        clashes.add(text);
    }

    /** What was not taken, one line each. */
    List<String> clashes() {
        return List.copyOf(clashes);
    }

    /** From what the changes lead, for an origin that declares people and keys only. */
    Directory before() {
        return new Directory(List.of(), before, keysBefore, List.of(), List.of());
    }

    /** To what they lead. */
    Directory after() {
        return new Directory(List.of(), people, keys, List.of(), List.of());
    }
}
