package io.sallyport.policies.id;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "Eva", "-eva", "eva\n", "e va", "\u00e9va", "eva;", "../eva"})
    void namesThatCouldMeanSomethingElseAreRefused(String name) {
        assertTrue(PersonName.parse(name).isEmpty());
        assertTrue(TargetName.parse(name).isEmpty());
        assertTrue(GroupName.parse(name).isEmpty());
        assertTrue(OrganisationName.parse(name).isEmpty());
    }

    @Test
    void lengthsAreBoundedInclusively() {
        assertTrue(PersonName.parse("a".repeat(63)).isPresent());
        assertTrue(PersonName.parse("a".repeat(64)).isEmpty());
        assertTrue(LoginName.parse("a".repeat(32)).isPresent());
        assertTrue(LoginName.parse("a".repeat(33)).isEmpty());
        assertTrue(TargetName.parse("web-1.").isEmpty());
    }

    @Test
    void aRefusalDoesNotRepeatTheValue() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new LoginName("\u001b[31mroot"));
        assertEquals("not a login name (9 characters)", refusal.getMessage());
    }

    @Test
    void randomIdsHaveTheirFormAndDiffer() {
        var random = new SplittableRandom(7);
        Set<GrantId> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(GrantId.random(random));
            assertTrue(RequestId.parse(RequestId.random(random).value()).isPresent());
            assertTrue(SessionId.parse(SessionId.random(random).value()).isPresent());
        }
        assertEquals(1000, seen.size());
    }
}
