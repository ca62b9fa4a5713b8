package io.sallyport.broker.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
    private static final PersonName ADA = new PersonName("ada");
    private final World world;
    private final SignIn signIn;

    SignInTest(@TempDir Path folder) {
        this.world = World.in(folder);
        this.signIn = world.domain.signIn();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCodeOpensOneSession() {
        String code = signIn.codeFor(world.person("ada"));
        assertEquals(32, code.length());
        WebSession session = signIn.redeem(code).orElseThrow();
        assertEquals("ada", session.person().value());
        assertEquals(Optional.empty(), signIn.redeem(code));
        assertTrue(signIn.session(session.id()).isPresent());
        signIn.end(session.id());
        assertTrue(signIn.session(session.id()).isEmpty());
    }

    @Test
    void theJournalKnowsOfASignInBeforeItHappens() {
        String code = signIn.codeFor(world.person("ada"));
        signIn.redeem("0".repeat(32));
        int before = world.journalled().size();
        signIn.redeem(code);
        signIn.redeem(code);
        assertEquals(before + 1, world.journalled().size());
        assertEquals("console-signed-in", world.journalled().getLast());
        String late = signIn.codeFor(world.person("ada"));
        world.journal.close();
        assertThrows(RuntimeException.class, () -> signIn.redeem(late));
    }

    @Test
    void aCodeIsGoodForTwoMinutes() {
        String inTime = signIn.codeFor(world.person("ada"));
        world.clock.advance(SignIn.CODE_LIFE);
        assertTrue(signIn.redeem(inTime).isPresent());
        String late = signIn.codeFor(world.person("ada"));
        world.clock.advance(SignIn.CODE_LIFE.plusMillis(1));
        assertTrue(signIn.redeem(late).isEmpty());
    }

    @Test
    void aSessionEndsWhenIdleOrOld() {
        WebSession idle = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
        world.clock.advance(SignIn.IDLE.plusMillis(1));
        assertTrue(signIn.session(idle.id()).isEmpty());
        WebSession busy = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
        for (Duration used = Duration.ZERO; used.compareTo(SignIn.LIFE) < 0; used = used.plusMinutes(10)) {
            assertTrue(signIn.session(busy.id()).isPresent());
            world.clock.advance(Duration.ofMinutes(10));
        }
        world.clock.advance(Duration.ofMillis(1));
        assertTrue(signIn.session(busy.id()).isEmpty());
    }

    @Test
    void wrongCodesOfStrangersKeepNobodyOut() {
        String right = signIn.codeFor(world.person("ada"));
        for (int i = 0; i < 1000; i++) {
            assertTrue(signIn.redeem("0".repeat(32)).isEmpty());
        }
        assertTrue(signIn.redeem(right).isPresent());
    }

    @Test
    void whoIsDisabledIsOut() {
        WebSession session = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
        String code = signIn.codeFor(world.person("ada"));
        world.adopt(
                World.text().replace("full_name: Ada Approver,", "full_name: Ada Approver, enabled: false,"));
        assertTrue(signIn.session(session.id()).isEmpty());
        assertTrue(signIn.redeem(code).isEmpty());
    }

    private WebSession opened(Mfa level, String idpSession) {
        return signIn.open(world.person("ada").name(), new Assurance(level, world.clock.instant()),
                Optional.of(idpSession)).orElseThrow();
    }

    @Test
    void aStrongerProofMovesTheSessionToANewIdAndTheOldOneIsDead() {
        WebSession weak = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
        assertEquals(Mfa.NONE, weak.assurance().level());
        world.clock.advance(Duration.ofMinutes(1));
        WebSession strong = signIn
                .raise(weak.id(), new Assurance(Mfa.OTP, world.clock.instant()), Optional.empty(),
                        signIn.moment())
                .orElseThrow();
        assertEquals(Mfa.OTP, strong.assurance().level());
        assertNotEquals(weak.csrfToken(), strong.csrfToken());
        assertTrue(signIn.session(weak.id()).isEmpty());
        assertEquals("ada", signIn.session(strong.id()).orElseThrow().person().value());
        assertTrue(signIn.raise(weak.id(), strong.assurance(), Optional.empty(), signIn.moment()).isEmpty());
    }

    @Test
    void aStrongerProofDoesNotLengthenTheLifeOfASession() {
        WebSession session = opened(Mfa.NONE, "s");
        for (Duration used = Duration.ZERO; used.compareTo(SignIn.LIFE) < 0; used = used.plusMinutes(10)) {
            session = signIn.raise(session.id(), session.assurance(), Optional.empty(), signIn.moment())
                    .orElseThrow();
            world.clock.advance(Duration.ofMinutes(10));
        }
        world.clock.advance(Duration.ofMillis(1));
        assertTrue(signIn.session(session.id()).isEmpty());
    }

    @Test
    void theEndOfASessionAtTheIdentityProviderEndsThoseThatHangOnIt() {
        WebSession one = opened(Mfa.OTP, "one");
        WebSession other = opened(Mfa.OTP, "other");
        assertEquals(1, signIn.endIdpSession("one"));
        assertTrue(signIn.session(one.id()).isEmpty());
        assertTrue(signIn.session(other.id()).isPresent());
    }

    @Test
    void signingSomebodyOutEverywhereTakesTheirCodesBackToo() {
        WebSession session = opened(Mfa.OTP, "one");
        String code = signIn.codeFor(world.person("ada"));
        WebSession otto = signIn.redeem(signIn.codeFor(world.person("otto"))).orElseThrow();
        assertEquals(1, signIn.endAll(world.person("ada").name()));
        assertTrue(signIn.session(session.id()).isEmpty());
        assertTrue(signIn.redeem(code).isEmpty());
        assertTrue(signIn.session(otto.id()).isPresent());
    }

    @Test
    void aProofCoversWhatIsAskedForAsLongAsItIsFresh() {
        Assurance otp = new Assurance(Mfa.OTP, world.clock.instant());
        Duration age = Duration.ofMinutes(5);
        assertTrue(otp.covers(Mfa.OTP, age, world.clock.instant().plus(age)));
        assertFalse(otp.covers(Mfa.OTP, age, world.clock.instant().plus(age).plusMillis(1)));
        assertFalse(otp.covers(Mfa.PHISHING_RESISTANT, age, world.clock.instant()));
    }

    private WebSession opened(Mfa level, ShownFactor by) {
        return signIn.open(ADA, new Assurance(level, world.clock.instant(), Optional.of(by)),
                Optional.empty()).orElseThrow();
    }

    private WebSession raised(WebSession session, Mfa level, ShownFactor by) {
        return signIn.raise(session.id(), new Assurance(level, world.clock.instant(), Optional.of(by)),
                Optional.empty(), signIn.moment()).orElseThrow();
    }

    private void record(AccountEvent event) {
        world.domain.trail().record(_ -> event);
    }

    private AccountEvent removed(ShownFactor factor) {
        return new AccountEvent.FactorRemoved(world.clock.instant(), Actor.of(ADA), ADA, factor.factor(),
                factor.id(), Optional.empty());
    }

    @Test
    void aFactorThatIsRemovedEndsEverySessionInWhichItWasShown() {
        ShownFactor lost = ShownFactor.passkey("aaaaaaaaaaaa");
        ShownFactor kept = ShownFactor.passkey("bbbbbbbbbbbb");
        WebSession byIt = opened(Mfa.PHISHING_RESISTANT, lost);
        WebSession byKeyThenIt = raised(signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow(),
                Mfa.PHISHING_RESISTANT, lost);
        WebSession byItThenAnother = raised(opened(Mfa.PHISHING_RESISTANT, lost), Mfa.OTP, ShownFactor.OTP);
        WebSession byAnother = opened(Mfa.PHISHING_RESISTANT, kept);
        WebSession byKey = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
        record(removed(lost));
        for (WebSession over : List.of(byIt, byKeyThenIt, byItThenAnother)) {
            assertTrue(signIn.session(over.id()).isEmpty());
        }
        assertTrue(signIn.session(byAnother.id()).isPresent());
        assertTrue(signIn.session(byKey.id()).isPresent());
        record(removed(ShownFactor.OTP));
        assertTrue(signIn.session(byAnother.id()).isPresent());
        assertTrue(signIn.session(byKey.id()).isPresent());
    }

    @Test
    void aFactorOfAnotherPersonEndsNothing() {
        WebSession session = opened(Mfa.OTP, ShownFactor.OTP);
        PersonName eva = new PersonName("eva");
        record(new AccountEvent.FactorRemoved(world.clock.instant(), Actor.of(eva), eva, "otp",
                Optional.empty(), Optional.empty()));
        assertTrue(signIn.session(session.id()).isPresent());
    }

    @Test
    void anAccountThatIsResetOrDisabledEndsEverySession() {
        for (AccountEvent event : List.of(
                new AccountEvent.AccountReset(world.clock.instant(), Actor.OPERATOR, ADA),
                new AccountEvent.AccountDisabled(world.clock.instant(), Actor.SYSTEM, ADA))) {
            WebSession byCode = opened(Mfa.OTP, ShownFactor.OTP);
            WebSession byKey = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
            record(event);
            assertTrue(signIn.session(byCode.id()).isEmpty());
            assertTrue(signIn.session(byKey.id()).isEmpty());
        }
    }

    @Test
    void whoIsSignedOutWhileSigningInDoesNotComeIn() {
        Assurance proof = new Assurance(Mfa.OTP, world.clock.instant(), Optional.of(ShownFactor.OTP));
        List<Runnable> endings = List.of(() -> signIn.endAll(ADA), () -> record(removed(ShownFactor.OTP)),
                () -> signIn.endIdpSession("there"));
        for (Runnable ending : endings) {
            WebSession low = signIn.redeem(signIn.codeFor(world.person("ada"))).orElseThrow();
            long since = signIn.moment();
            ending.run();
            assertEquals(Optional.empty(), signIn.open(ADA, proof, Optional.of("there"), since));
            assertEquals(Optional.empty(), signIn.raise(low.id(), proof, Optional.of("there"), since));
            long now = signIn.moment();
            assertTrue(signIn.open(ADA, proof, Optional.of("there"), now).isPresent());
        }
        long since = signIn.moment();
        signIn.endAll(new PersonName("eva"));
        signIn.endIdpSession("elsewhere");
        assertTrue(signIn.open(ADA, proof, Optional.of("there"), since).isPresent());
    }

    @Test
    void aKeyThatIsTakenAwayTakesAlongWhatItOpenedInBrowsers() {
        Optional<ShownFactor> key = Optional.of(ShownFactor.key(world.keyOf("ada")));
        WebSession byKey = signIn.redeem(signIn.codeFor(world.person("ada"), key)).orElseThrow();
        WebSession raised = raised(signIn.redeem(signIn.codeFor(world.person("ada"), key)).orElseThrow(),
                Mfa.OTP, ShownFactor.OTP);
        WebSession byCode = opened(Mfa.OTP, ShownFactor.OTP);
        String code = signIn.codeFor(world.person("ada"), key);
        String again = signIn.codeFor(world.person("ada"), key);
        assertTrue(signIn.session(byKey.id()).isPresent());
        world.adopt(World.text().replace(world.domain.people().keysOf(ADA).getFirst().line(), World.key(60)));
        assertEquals(Optional.empty(), signIn.redeem(code));
        world.adopt(World.text());
        assertEquals(Optional.empty(), signIn.redeem(again));
        assertTrue(signIn.session(byKey.id()).isEmpty(), "nor does it come back with the key");
        assertTrue(signIn.session(raised.id()).isEmpty());
        assertTrue(signIn.session(byCode.id()).isPresent());
    }

    @Test
    void aKeyWhoseTimeIsOverOpensNothing() {
        String code = signIn.codeFor(world.person("ada"),
                Optional.of(ShownFactor.key(world.keyOf("eva"))));
        assertEquals(Optional.empty(), signIn.redeem(code), "a key of somebody else is none either");
        WebSession session = signIn.redeem(signIn.codeFor(world.person("ada"),
                Optional.of(ShownFactor.key(world.keyOf("ada"))))).orElseThrow();
        world.domain.trail().record(at -> new DirectoryEvent.KeyEnding(at, Actor.of(ADA), ADA,
                world.keyOf("ada"), at.plusSeconds(60)));
        assertTrue(signIn.look(session.id()).isPresent());
        world.clock.advance(Duration.ofMinutes(1));
        assertTrue(signIn.look(session.id()).isEmpty());
        assertTrue(signIn.session(session.id()).isEmpty());
    }
}
