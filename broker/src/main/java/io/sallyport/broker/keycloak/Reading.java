package io.sallyport.broker.keycloak;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.PersonName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * What one look at all accounts comes to.
 *
 * @param people everyone there is an account for, and everyone there was one for
 * @param keys theirs
 * @param reasons for each account that is somebody's: why that person is to be held; empty: they are not
 * @param reports what was not taken, one line each; safe to print
 */
record Reading(List<Person> people, List<RegisteredKey> keys, Map<String, Optional<String>> reasons,
        List<String> reports) {
    private static final Optional<String> DISABLED = Optional.of("the account is disabled");
    private static final Optional<String> GONE = Optional.of("the account is gone");

    /**
     * Everyone of a realm; many calls.
     *
     * @param known everyone here
     * @param knownKeys of those
     */
    static Reading of(RealmResource realm, AccountMapping mapping, Collection<Person> known,
            Collection<RegisteredKey> knownKeys) {
        Map<String, Roster.Seen> seen = Roster.read(realm, mapping.paths());
        return of(seen, OrganisationShape.aliases(realm), mapping, new Known(known, knownKeys),
                id -> KeycloakAccounts.byId(realm, id));
    }

    /** Who is here before. */
    record Known(Collection<Person> people, Collection<RegisteredKey> keys) {
        private Map<String, Person> bySubject() {
            return people.stream().filter(person -> person.subject().isPresent())
                    .collect(Collectors.toMap(person -> person.subject().orElseThrow(), each -> each,
                            (one, _) -> one));
        }
    }

    /** @param byId looks an account up that is not among {@code seen} */
    static Reading of(Map<String, Roster.Seen> seen, Set<String> providers, AccountMapping mapping,
            Known known, Function<String, Optional<UserRepresentation>> byId) {
        Reading reading = new Reading(new ArrayList<>(), new ArrayList<>(), new TreeMap<>(),
                new ArrayList<>());
        AttributeKeys keys = new AttributeKeys(reading.reports::add);
        Map<String, Person> bySubject = known.bySubject();
        Map<PersonName, Person> byName = known.people.stream()
                .filter(each -> each.origin() == Origin.KEYCLOAK)
                .collect(Collectors.toMap(Person::name, each -> each));
        Set<PersonName> named = new HashSet<>();
        // An account that somebody declared elsewhere is linked to says nothing but whether it is enabled.
        seen.values().stream().filter(each -> Optional.ofNullable(bySubject.get(each.user().getId()))
                .filter(person -> person.origin() != Origin.KEYCLOAK).isEmpty())
                .forEach(each -> mapping.person(each, providers, reading.reports::add)
                        .map(person -> called(person, bySubject.get(each.user().getId())))
                        .filter(person -> reading.same(person, byName.get(person.name())))
                        .ifPresent(person -> {
                            named.add(person.name());
                            reading.people.add(person);
                            keys.read(person, each.user());
                            reading.reasons.put(each.user().getId(),
                                    person.enabled() ? Optional.empty() : DISABLED);
                        }));
        reading.keys.addAll(keys.taken());
        for (Person person : known.people) {
            if (person.origin() == Origin.KEYCLOAK && !named.contains(person.name())) {
                reading.keep(person, known.keys);
            } else if (person.origin() != Origin.KEYCLOAK && person.subject().isPresent()) {
                String subject = person.subject().get();
                reading.reasons.put(subject, state(seen.get(subject), subject, byId));
            }
        }
        return reading;
    }

    // Grants and history hang on the name: it stays when the user's name changes over there.
    private static Person called(Person person, @Nullable Person before) {
        return before == null || before.name().equals(person.name())
                ? person
                : new Person(before.name(), person.fullName(), person.organisation(), person.internal(),
                        person.groups(), person.roles(), person.enabled(), person.service(), person.mail(),
                        person.origin(), person.subject());
    }

    // And it is not for whoever gets an account of that name next.
    private boolean same(Person person, @Nullable Person before) {
        boolean same = before == null || before.subject().equals(person.subject());
        if (!same) {
            reports.add("the account '" + person.name()
                    + "' is another one than before; if it is the same person,"
                    + " declare them in the directory file with this subject");
        }
        return same;
    }

    // Nobody vanishes: who they were stays to be read, without rights, and their keys stay theirs.
    private void keep(Person person, Collection<RegisteredKey> knownKeys) {
        people.add(new Person(person.name(), person.fullName(), person.organisation(), person.internal(),
                Set.of(), Set.of(), false, person.service(), person.mail(), person.origin(),
                person.subject()));
        knownKeys.stream()
                .filter(key -> key.person().equals(person.name()) && key.origin() == Origin.KEYCLOAK)
                .forEach(key -> {
                    if (keys.removeIf(each -> each.fingerprint().equals(key.fingerprint()))) {
                        reports.add("the key " + key.fingerprint() + " is '" + person.name()
                                + "'s, whose account is gone, so is taken for nobody else");
                    }
                    keys.add(key);
                });
        person.subject().ifPresent(subject -> reasons.put(subject, GONE));
    }

    private static Optional<String> state(Roster.@Nullable Seen there, String subject,
            Function<String, Optional<UserRepresentation>> byId) {
        Optional<UserRepresentation> user = there == null ? byId.apply(subject) : Optional.of(there.user());
        if (user.isEmpty()) {
            return GONE;
        }
        return Boolean.TRUE.equals(user.get().isEnabled()) && (there == null || there.inService())
                ? Optional.empty()
                : DISABLED;
    }
}
