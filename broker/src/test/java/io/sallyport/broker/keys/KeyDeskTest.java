package io.sallyport.broker.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.store.SqlKeys;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.cert.SshPublicKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adding, rotating and removing one's own keys, and who has to agree. */
class KeyDeskTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private final World world;
    private boolean factor = true;

    KeyDeskTest(@TempDir Path folder) {
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private KeyDesk desk() {
        return desk(new KeySettings(YEAR, Set.of(), Duration.ofDays(90)));
    }

    private KeyDesk desk(KeySettings settings) {
        return new KeyDesk(world.domain.trail(), world.domain.people(), new SqlKeys(world.database), settings,
                _ -> factor, world.random);
    }

    private KeyOutcome add(String who, String line, Mfa shown) {
        return desk().add(world.person(who), new KeyForm(line, Optional.empty(), shown));
    }

    private static KeyFingerprint fingerprint(int number) throws Exception {
        return new KeyFingerprint(SshPublicKey.parseLine(World.key(number)).fingerprint());
    }

    private static KeyOutcome.Reason reason(KeyOutcome outcome) {
        return assertInstanceOf(KeyOutcome.Refused.class, outcome).reason();
    }

    private static KeyProposal waits(KeyOutcome outcome) {
        return assertInstanceOf(KeyOutcome.Waits.class, outcome).proposal();
    }

    @Test
    void aFreshSecondFactorAddsAKeyThatEnds() throws Exception {
        KeyOutcome.Added added = assertInstanceOf(KeyOutcome.Added.class,
                add("eva", World.key(30) + " eva@laptop", Mfa.OTP));
        assertEquals(world.clock.instant().plus(YEAR), added.expires());
        assertEquals("eva", world.domain.people().byKey(fingerprint(30)).orElseThrow().name().value());
        world.clock.advance(YEAR);
        assertTrue(world.domain.people().byKey(fingerprint(30)).isEmpty());
    }

    @Test
    void withoutOneNothingIsAddedWhereItCouldHaveBeenShown() {
        long before = world.domain.trail().size();
        assertEquals(KeyOutcome.Reason.PROOF_NEEDED, reason(add("eva", World.key(30), Mfa.NONE)));
        assertEquals(before, world.domain.trail().size());
    }

    @Test
    void whoHasNoSecondFactorNeedsSomebodyElsesYes() throws Exception {
        factor = false;
        KeyProposal proposal = waits(add("eva", World.key(30), Mfa.NONE));
        assertTrue(world.domain.people().byKey(fingerprint(30)).isEmpty());
        assertEquals(KeyOutcome.Reason.NOT_ALLOWED,
                reason(desk().decide(world.person("eva"), proposal.id(), true)));
        for (String who : List.of("emil", "ivan", "aud")) {
            assertEquals(KeyOutcome.Reason.UNKNOWN,
                    reason(desk().decide(world.person(who), proposal.id(), true)), who);
            assertEquals(List.of(), desk().waiting(world.person(who)));
        }
        assertInstanceOf(KeyOutcome.Added.class, desk().decide(world.person("ada"), proposal.id(), true));
        assertTrue(world.domain.people().byKey(fingerprint(30)).isPresent());
        assertEquals(List.of(), desk().waiting(world.person("ada")));
    }

    @Test
    void aSensitivePersonsKeyWaitsEvenWithASecondFactor() {
        waits(add("ada", World.key(30), Mfa.PHISHING_RESISTANT));
        waits(add("aud", World.key(31), Mfa.OTP));
        KeySettings quick = new KeySettings(YEAR, Set.of(new GroupName("acme/quick")), Duration.ofDays(90));
        waits(desk(quick).add(world.person("eva"),
                new KeyForm(World.key(32), Optional.empty(), Mfa.OTP)));
        assertInstanceOf(KeyOutcome.Added.class, desk(quick).add(world.person("emil"),
                new KeyForm(World.key(33), Optional.empty(), Mfa.OTP)));
    }

    @Test
    void aNoDropsTheKeyAndItsOwnerMayTakeItBack() throws Exception {
        KeyProposal one = waits(add("ada", World.key(30), Mfa.OTP));
        assertInstanceOf(KeyOutcome.Dropped.class, desk().decide(world.person("otto"), one.id(), false));
        KeyProposal two = waits(add("ada", World.key(30), Mfa.OTP));
        assertInstanceOf(KeyOutcome.Dropped.class, desk().decide(world.person("ada"), two.id(), false));
        assertEquals(List.of("refused", "withdrawn"), world.journalled("key-proposal-ended").stream()
                .map(each -> each.string("how")).toList());
        assertTrue(world.domain.people().byKey(fingerprint(30)).isEmpty());
    }

    @Test
    void aKeyThatIsSomebodysByTheTimeOfTheYesStaysTheirs() throws Exception {
        KeyProposal proposal = waits(add("ada", World.key(30), Mfa.OTP));
        KeyFingerprint key = fingerprint(30);
        world.domain.trail().record(at -> new DirectoryEvent.KeyRegistered(at, Actor.OPERATOR,
                new PersonName("emil"), key, World.key(30)));
        assertEquals(KeyOutcome.Reason.TAKEN,
                reason(desk().decide(world.person("otto"), proposal.id(), true)));
        assertEquals("emil", world.domain.people().byKey(key).orElseThrow().name().value());
        assertInstanceOf(KeyOutcome.Dropped.class, desk().decide(world.person("otto"), proposal.id(), false));
    }

    @Test
    void aKnownKeyIsRefusedWithoutSayingWhoseItIs() {
        String own = text(add("eva", World.key(1), Mfa.OTP));
        assertEquals(own, text(add("eva", World.key(3), Mfa.OTP)));
        waits(add("ada", World.key(30), Mfa.OTP));
        assertEquals(own, text(add("eva", World.key(30), Mfa.OTP)));
        assertFalse(own.contains("ada") || own.contains("eva"));
    }

    private static String text(KeyOutcome outcome) {
        assertEquals(KeyOutcome.Reason.TAKEN, reason(outcome));
        return ((KeyOutcome.Refused) outcome).text();
    }

    @Test
    void whatIsNoKeyOrAWeakOneOrLivesTooLongIsRefused() {
        String rsa1024 = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDAabc";
        for (String line : List.of("", "nonsense", "ssh-dss AAAAB3NzaC1kc3MAAACB", rsa1024,
                "x".repeat(OfferedKey.LONGEST + 1),
                World.key(30).replace("ssh-ed25519 ", "ssh-ed25519-cert-v01@openssh.com "))) {
            assertEquals(KeyOutcome.Reason.BAD_KEY, reason(add("eva", line, Mfa.OTP)), line);
        }
        assertEquals(KeyOutcome.Reason.TOO_LONG, reason(desk().add(world.person("eva"),
                new KeyForm(World.key(30), Optional.of(YEAR.plusDays(1)), Mfa.OTP))));
    }

    @Test
    void nobodyHasMoreThanTwenty() {
        for (int i = 0; i < KeyDesk.MOST - 1; i++) {
            assertInstanceOf(KeyOutcome.Added.class, add("eva", World.key(40 + i), Mfa.OTP));
        }
        assertEquals(KeyOutcome.Reason.TOO_MANY, reason(add("eva", World.key(90), Mfa.OTP)));
    }

    @Test
    void onlyOnesOwnKeysEndAndTheLastOneOnlyWhenOneIsSure() throws Exception {
        KeyFingerprint file = world.keyOf("eva");
        assertEquals(KeyOutcome.Reason.ELSEWHERE, reason(end("eva", file, Duration.ZERO, true)));
        assertInstanceOf(KeyOutcome.Added.class, add("eva", World.key(30), Mfa.OTP));
        assertEquals(KeyOutcome.Reason.UNKNOWN, reason(end("emil", fingerprint(30), Duration.ZERO, true)));
        assertInstanceOf(KeyOutcome.Ends.class, end("eva", fingerprint(30), Duration.ZERO, false));
        assertTrue(world.domain.people().byKey(fingerprint(30)).isEmpty());
        // With the file's key ended, the added one is the last.
        assertInstanceOf(KeyOutcome.Added.class, add("eva", World.key(31), Mfa.OTP));
        assertInstanceOf(KeyOutcome.Ends.class, end("eva", file, Duration.ofDays(1), false));
        world.clock.advance(Duration.ofDays(1));
        assertEquals(KeyOutcome.Reason.LAST, reason(end("eva", fingerprint(31), Duration.ZERO, false)));
        assertInstanceOf(KeyOutcome.Ends.class, end("eva", fingerprint(31), Duration.ZERO, true));
    }

    private KeyOutcome end(String who, KeyFingerprint key, Duration after, boolean sure) {
        return desk().end(world.person(who), key, after, sure);
    }

    private void administered() {
        var _ = world.adopt(World.text().replace("engagements:\n",
                "  - { name: adam, organisation: example, roles: [administrator], keys: [\"" + World.key(8)
                        + "\"] }\nengagements:\n"));
    }

    private KeyOutcome endOf(String by, KeyFingerprint key, Mfa shown, boolean sure) {
        return desk().endOf(world.person(by), new PersonName("eva"), key, shown, sure);
    }

    @Test
    void administratorsOfTheCompanySeeAndEndOthersKeysAndToEverybodyElseThereIsNone() throws Exception {
        administered();
        assertInstanceOf(KeyOutcome.Added.class, add("eva", World.key(30), Mfa.OTP));
        PersonName eva = new PersonName("eva");
        for (String who : List.of("ada", "aud", "emil", "eva")) {
            assertEquals(Optional.empty(), desk().keysOf(world.person(who), eva), who);
            assertEquals(KeyOutcome.Reason.UNKNOWN, reason(endOf(who, fingerprint(30), Mfa.OTP, true)), who);
        }
        assertEquals(Optional.empty(), desk().keysOf(world.person("adam"), new PersonName("nobody")));
        assertEquals(2, desk().keysOf(world.person("adam"), eva).orElseThrow().size());
        assertEquals(KeyOutcome.Reason.ELSEWHERE,
                reason(endOf("adam", world.keyOf("eva"), Mfa.OTP, true)));
        assertEquals(KeyOutcome.Reason.UNKNOWN,
                reason(endOf("adam", world.keyOf("emil"), Mfa.OTP, true)), "not hers");
        assertInstanceOf(KeyOutcome.Ends.class, endOf("adam", fingerprint(30), Mfa.OTP, false));
        assertTrue(world.domain.people().byKey(fingerprint(30)).isEmpty());
        assertEquals("person:adam", world.journalled("key-removed").getLast().string("actor"));
    }

    @Test
    void endingSomebodyElsesKeyTakesAFreshProofAndTheOnlyOneASecondWord() throws Exception {
        administered();
        assertInstanceOf(KeyOutcome.Added.class, add("eva", World.key(30), Mfa.OTP));
        assertEquals(KeyOutcome.Reason.PROOF_NEEDED, reason(endOf("adam", fingerprint(30), Mfa.NONE, true)));
        assertInstanceOf(KeyOutcome.Ends.class, end("eva", world.keyOf("eva"), Duration.ofDays(1), false));
        world.clock.advance(Duration.ofDays(1));
        assertEquals(KeyOutcome.Reason.LAST, reason(endOf("adam", fingerprint(30), Mfa.OTP, false)));
        assertTrue(world.domain.people().byKey(fingerprint(30)).isPresent());
        factor = false;
        assertInstanceOf(KeyOutcome.Ends.class, endOf("adam", fingerprint(30), Mfa.NONE, true));
    }

    @Test
    void aRotatedKeyGoesOnUntilItsEndAlsoWhenTheFileIsReadAgain() {
        KeyFingerprint old = world.keyOf("eva");
        assertInstanceOf(KeyOutcome.Added.class, add("eva", World.key(30), Mfa.OTP));
        assertInstanceOf(KeyOutcome.Ends.class, end("eva", old, Duration.ofDays(7), false));
        var _ = world.adopt(World.text());
        world.clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertTrue(world.domain.people().byKey(old).isPresent());
        world.clock.advance(Duration.ofSeconds(1));
        assertTrue(world.domain.people().byKey(old).isEmpty());
    }

    private KeyProposal rotation(String who, Duration overlap) {
        return waits(desk().add(world.person(who), new KeyForm(World.key(30), Optional.empty(), Mfa.OTP,
                Optional.of(new Rotation(world.keyOf(who), overlap)))));
    }

    private Optional<java.time.Instant> end(KeyFingerprint key) {
        return world.domain.people().key(key).flatMap(RegisteredKey::expires);
    }

    @Test
    void aRotationThatWaitedGivesTheOldKeyItsEndWithTheYes() throws Exception {
        KeyFingerprint old = world.keyOf("ada");
        KeyProposal proposal = rotation("ada", Duration.ofDays(7));
        world.clock.advance(Duration.ofDays(10));
        assertEquals(Optional.empty(), end(old), "nothing happens before the yes");
        KeyOutcome.Added added = assertInstanceOf(KeyOutcome.Added.class,
                new KeyDesk(world.domain.trail(), world.restarted().people(), new SqlKeys(world.database),
                        new KeySettings(YEAR, Set.of(), Duration.ofDays(90)), _ -> factor, world.random)
                        .decide(world.person("otto"), proposal.id(), true));
        assertEquals(Optional.of(new KeyOutcome.Ends(old, world.clock.instant().plus(Duration.ofDays(7)))),
                added.replaced());
        assertEquals(List.of("key-proposal-ended", "key-registered", "key-ending"),
                world.journalled().subList(world.journalled().size() - 3, world.journalled().size()));
        assertEquals(old.value() + " 604800", world.journalled("key-proposed").getFirst().string("replaces")
                + " " + world.journalled("key-proposed").getFirst().number("overlap"));
        world.clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertTrue(world.domain.people().byKey(old).isPresent());
        world.clock.advance(Duration.ofSeconds(1));
        assertTrue(world.domain.people().byKey(old).isEmpty());
        assertTrue(world.domain.people().byKey(fingerprint(30)).isPresent());
    }

    @Test
    void aRotationThatIsRefusedOrTakenBackChangesNothing() {
        KeyFingerprint old = world.keyOf("ada");
        for (String who : List.of("otto", "ada")) {
            KeyProposal proposal = rotation("ada", Duration.ofDays(7));
            assertInstanceOf(KeyOutcome.Dropped.class,
                    desk().decide(world.person(who), proposal.id(), false));
        }
        assertEquals(Optional.empty(), end(old));
        assertEquals(List.of(), world.journalled("key-ending"));
    }

    @Test
    void aRotationNeverLengthensALifeAndEndsNobodyElsesKey() throws Exception {
        KeyFingerprint old = world.keyOf("ada");
        assertInstanceOf(KeyOutcome.Ends.class, end("ada", old, Duration.ofDays(2), true));
        java.time.Instant soon = world.clock.instant().plus(Duration.ofDays(2));
        KeyProposal proposal = rotation("ada", Duration.ofDays(7));
        assertEquals(Optional.empty(), assertInstanceOf(KeyOutcome.Added.class,
                desk().decide(world.person("otto"), proposal.id(), true)).replaced());
        assertEquals(Optional.of(soon), end(old));
        KeyProposal foreign = waits(desk().add(world.person("aud"), new KeyForm(World.key(31),
                Optional.empty(), Mfa.OTP,
                Optional.of(new Rotation(world.keyOf("eva"), Duration.ofDays(1))))));
        assertInstanceOf(KeyOutcome.Added.class, desk().decide(world.person("otto"), foreign.id(), true));
        assertEquals(Optional.empty(), end(world.keyOf("eva")));
    }

    @Test
    void aRotationThatNeedsNobodyEndsTheOldKeyInTheSameCommit() {
        KeyFingerprint old = world.keyOf("eva");
        assertInstanceOf(KeyOutcome.Added.class, desk().add(world.person("eva"), new KeyForm(World.key(30),
                Optional.empty(), Mfa.OTP, Optional.of(new Rotation(old, Duration.ofDays(3))))));
        assertEquals(Optional.of(world.clock.instant().plus(Duration.ofDays(3))), end(old));
    }

    @Test
    void theUseOfAKeyIsWrittenOnceADay() {
        KeyUse use = new KeyUse(world.domain.trail(), world.domain.people(), world.clock, Runnable::run);
        KeyFingerprint key = world.keyOf("eva");
        use.proven(world.person("eva").name(), key);
        use.proven(world.person("eva").name(), key);
        assertEquals(1, world.journalled("key-used").size());
        world.clock.advance(Duration.ofDays(1));
        use.proven(world.person("eva").name(), key);
        assertEquals(2, world.journalled("key-used").size());
        use.proven(world.person("emil").name(), key);
        assertEquals(2, world.journalled("key-used").size());
        assertEquals(Optional.of(java.time.Instant.parse("2026-03-04T00:00:00Z")),
                world.domain.people().key(key).flatMap(RegisteredKey::lastUsed));
    }
}
