package io.sallyport.broker.stepup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.Actor;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofBookTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final TargetName WEB = new TargetName("web-1");
    private static final TargetName DB = new TargetName("db-1");
    private static final InetAddress HOME = World.HOME.getAddress();
    private static final InetAddress AWAY = InetAddress.ofLiteral("198.51.100.7");
    private final World world;
    private final ProofBook proofs;
    private final KeyFingerprint key;

    ProofBookTest(@TempDir Path folder) {
        this.world = World.in(folder);
        this.proofs = world.domain.proofs();
        this.key = world.keyOf("eva");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Mfa level() {
        return proofs.level(EVA, key, HOME, WEB);
    }

    private void shown(Mfa level) {
        proofs.shown(EVA, key, HOME, Set.of(WEB), level);
    }

    @Test
    void aProofCountsForItsPersonKeySourceAndTargetAndForNoOther() {
        shown(Mfa.OTP);
        assertEquals(Mfa.OTP, level());
        assertEquals(Mfa.NONE, proofs.level(EVA, key, AWAY, WEB));
        assertEquals(Mfa.NONE, proofs.level(EVA, key, HOME, DB));
        assertEquals(Mfa.NONE, proofs.level(EVA, world.keyOf("emil"), HOME, WEB));
        assertEquals(Mfa.NONE, proofs.level(new PersonName("emil"), key, HOME, WEB));
        assertEquals(Mfa.NONE, proofs.level(new PersonName("emil"), world.keyOf("emil"), HOME, WEB));
    }

    @Test
    void aProofForTheAccountItselfCountsForNoTargetAndForAWhileOnly() {
        proofs.shown(EVA, key, HOME, Set.of(), Mfa.OTP);
        assertEquals(Mfa.NONE, level());
        assertEquals(Mfa.OTP, proofs.recently(EVA, key, HOME, Duration.ofMinutes(10)));
        assertEquals(Mfa.NONE, proofs.recently(EVA, key, AWAY, Duration.ofMinutes(10)));
        world.clock.advance(Duration.ofMinutes(10));
        assertEquals(Mfa.NONE, proofs.recently(EVA, key, HOME, Duration.ofMinutes(10)));
    }

    @Test
    void aProofLapsesAfterItsTime() {
        shown(Mfa.OTP);
        world.clock.advance(StepUpSettings.STANDARD.remember().minusNanos(1));
        assertEquals(Mfa.OTP, level());
        world.clock.advance(Duration.ofNanos(1));
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void aWeakerProofNeitherReplacesNorLengthensAStrongerOne() {
        shown(Mfa.PHISHING_RESISTANT);
        world.clock.advance(Duration.ofHours(5));
        shown(Mfa.OTP);
        assertEquals(Mfa.PHISHING_RESISTANT, level());
        world.clock.advance(Duration.ofHours(4));
        assertEquals(Mfa.OTP, level());
    }

    @Test
    void whoIsDisabledForAMomentHasShownNothingAfterwards() {
        shown(Mfa.OTP);
        world.adopt(World.text().replace("name: eva,", "name: eva, enabled: false,"));
        assertEquals(Mfa.NONE, level());
        world.adopt(World.text());
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void aKeyThatIsTakenAwayForAMomentHasShownNothingAfterwards() {
        shown(Mfa.OTP);
        world.adopt(World.text().replace(World.key(1), World.key(21)));
        world.adopt(World.text());
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void changesOfOtherPeopleLeaveItAlone() {
        shown(Mfa.OTP);
        world.adopt(World.text().replace("name: emil,", "name: emil, enabled: false,"));
        assertEquals(Mfa.OTP, level());
    }

    @Test
    void resetFactorsEndEveryProofOfThePerson() {
        proofs.shown(EVA, key, HOME, Set.of(WEB, DB), Mfa.OTP);
        proofs.forget(EVA);
        assertEquals(Mfa.NONE, level());
        assertEquals(Mfa.NONE, proofs.level(EVA, key, HOME, DB));
    }

    @Test
    void aFactorThatIsTakenAwayOrAnAccountThatIsResetEndsWhatWasShown() {
        shown(Mfa.OTP);
        world.domain.trail().record(at -> new AccountEvent.FactorRemoved(at, Actor.OPERATOR, EVA, "otp",
                Optional.empty(), Optional.empty()));
        assertEquals(Mfa.NONE, level());
        shown(Mfa.OTP);
        world.domain.trail().record(at -> new AccountEvent.AccountReset(at, Actor.OPERATOR,
                new PersonName("emil")));
        assertEquals(Mfa.OTP, level(), "somebody else's");
        world.domain.trail().record(at -> new AccountEvent.AccountReset(at, Actor.OPERATOR, EVA));
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void whoseKeyItIsNotCanShowNothing() {
        proofs.shown(EVA, world.keyOf("emil"), HOME, Set.of(WEB), Mfa.OTP);
        assertEquals(Mfa.NONE, proofs.level(EVA, world.keyOf("emil"), HOME, WEB));
    }

    @Test
    void onePersonsProofsAreBoundedAndTheOldestGoesFirst() {
        for (int i = 0; i <= ProofBook.PER_PERSON; i++) {
            proofs.shown(EVA, key, HOME, Set.of(new TargetName("t-" + i)), Mfa.OTP);
        }
        assertEquals(Mfa.NONE, proofs.level(EVA, key, HOME, new TargetName("t-0")));
        assertEquals(Mfa.OTP, proofs.level(EVA, key, HOME, new TargetName("t-1")));
    }
}
