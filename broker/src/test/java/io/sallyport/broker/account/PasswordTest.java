package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.tunnel.TunnelWorld;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hashes of passwords, and which ones may be chosen. */
final class PasswordTest {
    private static final PersonName EVA = new PersonName("eva.engineer");
    private static final PasswordHash.Cost COST = PasswordHash.Cost.STANDARD;
    private static final String GOOD = "nine green bottles on a wall";
    private final Passwords passwords = new Passwords(new SecureRandom(), COST);

    @Test
    void theRightPasswordIsRightAndNoOtherIs() {
        PasswordHash kept = passwords.hash(GOOD).orElseThrow();
        assertEquals(Passwords.Answer.RIGHT, passwords.compare(GOOD, Optional.of(kept)));
        assertEquals(Passwords.Answer.WRONG, passwords.compare(GOOD + " ", Optional.of(kept)));
        assertEquals(Passwords.Answer.WRONG, passwords.compare("", Optional.of(kept)));
    }

    @Test
    void withoutAPasswordEveryOneIsWrong() {
        assertEquals(Passwords.Answer.WRONG, passwords.compare(GOOD, Optional.empty()));
        assertEquals(Passwords.Answer.WRONG, passwords.compare("", Optional.empty()));
    }

    @Test
    void twoWaysToTypeOneLetterAreOnePassword() {
        PasswordHash composed = passwords.hash("caf\u00e9 caf\u00e9 caf\u00e9").orElseThrow();
        assertEquals(Passwords.Answer.RIGHT,
                passwords.compare("cafe\u0301 cafe\u0301 cafe\u0301", Optional.of(composed)));
    }

    @Test
    void eachHashHasItsOwnSaltAndTellsNothing() {
        PasswordHash one = passwords.hash(GOOD).orElseThrow();
        PasswordHash other = passwords.hash(GOOD).orElseThrow();
        assertNotEquals(one, other);
        assertEquals("(secret)", one.toString());
    }

    @Test
    void aHashIsReadBackAsItWasWritten() {
        PasswordHash made = passwords.hash(GOOD).orElseThrow();
        PasswordHash read = PasswordHash.parse(made.text()).orElseThrow();
        assertEquals(made, read);
        assertEquals(COST, read.cost());
        assertTrue(read.matches(GOOD.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aHashOfAnotherFormOrOutOfBoundsIsNone() {
        String good = passwords.hash(GOOD).orElseThrow().text();
        for (String bad : new String[]{"", good.replace("argon2id", "argon2i"), good.replace("v=19", "v=16"),
                good.replace("m=19456", "m=1024"), good.replace("m=19456", "m=999999"),
                good.replace("t=2", "t=1"), good.substring(0, good.length() - 1), good + "A"}) {
            assertEquals(Optional.empty(), PasswordHash.parse(bad));
        }
    }

    @Test
    void argon2idIsThatOfTheReferenceImplementation() {
        // Made with the reference program: argon2 somesaltsomesalt -id -t 2 -k 19456 -p 1 -l 32 -r
        PasswordHash hash = PasswordHash.of("password".getBytes(StandardCharsets.US_ASCII),
                "somesaltsomesalt".getBytes(StandardCharsets.US_ASCII), COST);
        assertTrue(hash.text().startsWith("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"));
        assertEquals(KNOWN, HexFormat.of().formatHex(java.util.Base64.getDecoder()
                .decode(hash.text().substring(hash.text().lastIndexOf('$') + 1))));
    }

    private static final String KNOWN = "2b5dc4054886ec957ef59c73b661c54dd6fb274590b278f657c6d96aac8fa6d1";

    @Test
    void aHashOfAnotherCostIsOutdated() {
        PasswordHash kept = passwords.hash(GOOD).orElseThrow();
        assertFalse(passwords.outdated(kept));
        Passwords dearer = new Passwords(new SecureRandom(), new PasswordHash.Cost(20 * 1024, 2, 1));
        assertTrue(dearer.outdated(kept));
        assertEquals(Passwords.Answer.RIGHT, dearer.compare(GOOD, Optional.of(kept)));
    }

    @Test
    void whoFindsNoTurnIsToldToComeBackAndIsNotLetIn() {
        Passwords full = new Passwords(new SecureRandom(), COST, new Semaphore(0), Duration.ofMillis(1));
        PasswordHash kept = passwords.hash(GOOD).orElseThrow();
        assertEquals(Passwords.Answer.BUSY, full.compare(GOOD, Optional.of(kept)));
        assertEquals(Optional.empty(), full.hash(GOOD));
    }

    @Test
    void aCrowdHoldsNoMorePlacesThanThereAreAndTheRestIsToldAtOnce() throws Exception {
        Semaphore turns = new Semaphore(0);
        Passwords full = new Passwords(new SecureRandom(), COST, turns, Duration.ofSeconds(40));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Passwords.Answer>> waiting = IntStream.range(0, Passwords.PLACES)
                    .mapToObj(_ -> threads.submit(() -> full.compare(GOOD, Optional.empty()))).toList();
            TunnelWorld.await(() -> turns.getQueueLength() == Passwords.PLACES);
            assertEquals(Passwords.Answer.BUSY, full.compare(GOOD, Optional.empty()));
            turns.release();
            for (Future<Passwords.Answer> each : waiting) {
                assertEquals(Passwords.Answer.WRONG, each.get());
            }
        }
        assertEquals(Passwords.Answer.WRONG, full.compare(GOOD, Optional.empty()), "places are given back");
    }

    @Test
    void longPasswordsOfAnyLettersMayBeChosen() {
        for (String good : new String[]{GOOD, "abcdefghijkz", "zwölf Zeichen",
                "\u043f\u0430\u0440\u043e\u043b\u044c "
                        + "\u0438\u0437 \u0441\u043b\u043e\u0432",
                "x".repeat(3) + "yzAB".repeat(63)}) {
            assertEquals(Optional.empty(), PasswordRules.refusal(good, EVA, "Eva Engineer"));
        }
    }

    @Test
    void shortLongCommonAndOwnNamesMayNot() {
        for (String bad : new String[]{"elevenchars", "a".repeat(12), "abc".repeat(100), "PasswordPassword",
                "correct horse battery staple", "i am eva.engineer", "the engineer's one", "sallyport-2026",
                "with a\u0007 bell in it", "yz1A".repeat(65)}) {
            assertTrue(PasswordRules.refusal(bad, EVA, "Eva Engineer").isPresent(), bad);
        }
    }

    @Test
    void aRefusalNeverRepeatsThePassword() {
        assertFalse(PasswordRules.refusal("PasswordPassword", EVA, "Eva").orElseThrow()
                .contains("PasswordPassword"));
    }

    @Test
    void everyWordOnTheListIsOneThatWouldOtherwiseDo() throws IOException {
        try (InputStream in = PasswordRules.class.getResourceAsStream("worst-passwords.txt")) {
            for (String word : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                assertTrue(word.length() >= PasswordRules.LEAST
                        && word.equals(word.toLowerCase(Locale.ROOT)), word);
                assertTrue(PasswordRules.refusal(word, EVA, "Eva").isPresent(), word);
            }
        }
    }
}
