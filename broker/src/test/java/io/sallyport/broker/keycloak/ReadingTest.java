package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.cert.Ed25519Key;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

class ReadingTest {
    private final Map<String, Roster.Seen> seen = new HashMap<>();

    private UserRepresentation account(String id, String name, String... keys) {
        UserRepresentation user = AccountMappingTest.user(name);
        user.setId(id);
        user.setAttributes(Map.of("sshPublicKey", List.of(keys)));
        seen.put(id, new Roster.Seen(user, Set.of("acme"), Set.of("/acme/ops"), true));
        return user;
    }

    private Reading read(List<Person> people, List<RegisteredKey> keys) {
        return Reading.of(seen, Set.of("acme"), new AccountMapping(AccountMappingTest.SETTINGS),
                new Reading.Known(people, keys), _ -> Optional.empty());
    }

    private static Person known(String name, Origin origin, String subject) {
        return new Person(new PersonName(name), name, new OrganisationName("acme"), false, Set.of(), Set.of(),
                true, Optional.empty(), Optional.empty(), origin, Optional.of(subject));
    }

    private static String key() {
        return Ed25519Key.generate(new SecureRandom()).publicKey().line();
    }

    private static boolean held(Reading reading) {
        return reading.reasons().getOrDefault("1", Optional.empty()).isPresent();
    }

    private static List<String> names(Reading reading) {
        return reading.people().stream().map(person -> person.name().value()).sorted().toList();
    }

    @Test
    void whoseAccountIsGoneStaysWithoutRightsAndIsHeld() {
        Reading reading = read(List.of(known("eva", Origin.KEYCLOAK, "1")), List.of());
        Person eva = reading.people().getFirst();
        assertFalse(eva.enabled());
        assertEquals(Set.of(), eva.groups());
        assertTrue(held(reading));
    }

    @Test
    void theKeyOfSomeoneWhoIsGoneIsNobodyElses() {
        String line = key();
        account("1", "eva", line);
        Reading before = read(List.of(), List.of());
        seen.clear();
        account("2", "erik", line);
        Reading after = read(before.people(), before.keys());
        assertEquals(List.of("eva"), after.keys().stream().map(key -> key.person().value()).toList());
        assertTrue(after.reports().toString().contains("taken for nobody else"), after.reports().toString());
    }

    @Test
    void anAccountThatGetsAnothersNameIsNotThatPerson() {
        account("2", "eva", key());
        Reading reading = read(List.of(known("eva", Origin.KEYCLOAK, "1")), List.of());
        assertEquals(Optional.of("1"), reading.people().getFirst().subject());
        assertEquals(1, reading.people().size());
        assertEquals(List.of(), reading.keys());
        assertTrue(reading.reports().toString().contains("another one than before"),
                reading.reports().toString());
    }

    @Test
    void aUserWhoIsRenamedStaysThePersonTheyAre() {
        account("1", "eva.newname", key());
        Reading reading = read(List.of(known("eva", Origin.KEYCLOAK, "1")), List.of());
        assertEquals(List.of("eva"), names(reading));
        assertEquals("eva", reading.keys().getFirst().person().value());
        assertEquals(Map.of("1", Optional.empty()), reading.reasons());
    }

    @Test
    void anAccountThatSomebodyOfTheFileIsLinkedToMakesNoSecondPersonAndSaysWhetherItIsEnabled() {
        UserRepresentation user = account("1", "eva.acme", key());
        List<Person> eva = List.of(known("eva", Origin.FILE, "1"));
        Reading reading = read(eva, List.of());
        assertEquals(List.of(), reading.people());
        assertEquals(List.of(), reading.keys());
        assertEquals(List.of(), reading.reports());
        assertEquals(Map.of("1", Optional.empty()), reading.reasons());
        user.setEnabled(false);
        assertTrue(held(read(eva, List.of())));
        seen.clear();
        assertTrue(held(read(eva, List.of())), "gone");
    }

    @Test
    void aNamesakeOfTheFileWhoIsNotLinkedIsNotJudgedByTheAccount() {
        account("1", "eva").setEnabled(false);
        Person eva = new Person(new PersonName("eva"), "Eva", new OrganisationName("acme"), false, Set.of(),
                Set.of(), true);
        Reading reading = read(List.of(eva), List.of());
        assertEquals(Set.of("1"), reading.reasons().keySet(), "by account, never by name");
    }
}
