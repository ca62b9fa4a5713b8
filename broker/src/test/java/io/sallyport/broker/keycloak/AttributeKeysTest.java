package io.sallyport.broker.keycloak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.wire.cert.Ed25519Key;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.representations.idm.UserRepresentation;

class AttributeKeysTest {
    private final List<String> reports = new ArrayList<>();
    private final AttributeKeys keys = new AttributeKeys(reports::add);

    private static String key() {
        return Ed25519Key.generate(new SecureRandom()).publicKey().line("somebody's laptop");
    }

    private void read(String name, String... lines) {
        UserRepresentation user = AccountMappingTest.user(name);
        user.setAttributes(Map.of("sshPublicKey", List.of(lines)));
        Person person = new AccountMapping(AccountMappingTest.SETTINGS).person(
                new Roster.Seen(user, Set.of("acme"), Set.of(), true), Set.of("acme"), reports::add)
                .orElseThrow();
        keys.read(person, user);
    }

    @Test
    void everyKeyOfTheAttributeIsTheirs() {
        read("eva", key(), key());
        assertEquals(List.of("eva", "eva"),
                keys.taken().stream().map(RegisteredKey::person).map(Object::toString).toList());
        assertEquals(List.of(), reports);
    }

    @Test
    void aKeyThatTwoAccountsHaveIsNobodys() {
        String shared = key();
        read("eva", shared);
        read("erik", shared, key());
        assertEquals(List.of("erik"),
                keys.taken().stream().map(RegisteredKey::person).map(Object::toString).toList());
        assertTrue(reports.toString().contains("taken for neither"), reports.toString());
    }

    @Test
    void theSameKeyTwiceInOneAccountIsOnce() {
        String line = key();
        read("eva", line, line);
        assertEquals(1, keys.taken().size());
        assertEquals(List.of(), reports);
    }

    @Test
    void whatIsNoKeyIsReportedAndNotTaken() {
        read("eva", "ssh-ed25519 AAAA", "ssh-dss AAAAB3NzaC1kc3M=", "hello");
        assertEquals(List.of(), keys.taken());
        assertEquals(3, reports.size(), reports.toString());
    }

    @Test
    void anAccountHasNoMoreKeysThanAPersonNeeds() {
        read("eva", Stream.generate(AttributeKeysTest::key).limit(21).toArray(String[]::new));
        assertEquals(20, keys.taken().size());
        assertTrue(reports.toString().contains("more than 20 keys"), reports.toString());
    }
}
