package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Secret;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AUTH-2, AUTH-4, AUTH-7: name, password and code at the door. */
final class PasswordDoorTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final SignInOutcome REFUSED = new SignInOutcome.Refused();
    private static final String PASSWORD = AccountsWorld.PASSWORD;
    @TempDir
    Path folder;
    private AccountsWorld world;
    private Secret app;

    @BeforeEach
    void open() {
        world = new AccountsWorld(folder);
        app = world.enrolled("eva");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void passwordAndCodeTogetherComeIn() {
        assertEquals(new SignInOutcome.Proven(EVA, Mfa.OTP, ShownFactor.OTP),
                world.enter("eva", PASSWORD, world.code(app)));
    }

    @Test
    void aReplayedCodeDoesNot() {
        String code = world.code(app);
        world.enter("eva", PASSWORD, code);
        assertEquals(REFUSED, world.enter("eva", PASSWORD, code));
    }

    @Test
    void whateverIsMissingOrWrongLooksTheSame() {
        String code = world.code(app);
        for (SignInOutcome outcome : List.of(world.enter("eva", PASSWORD, ""), world.enter("eva", "", code),
                world.enter("eva", PASSWORD + "x", code), world.enter("eva", PASSWORD, "000000"),
                world.enter("nobody", PASSWORD, code))) {
            assertEquals(REFUSED, outcome);
        }
        world.world.clock.advance(Duration.ofMinutes(10));
        for (SignInOutcome outcome : List.of(world.enter("", "", ""),
                world.enter("Not a name!", PASSWORD, code),
                world.enter("emil", PASSWORD, code))) {
            assertEquals(REFUSED, outcome);
        }
    }

    @Test
    void aWrongPasswordDoesNotUseUpTheCode() {
        String code = world.code(app);
        assertEquals(REFUSED, world.enter("eva", "a wrong password", code));
        assertInstanceOf(SignInOutcome.Proven.class, world.enter("eva", PASSWORD, code));
    }

    @Test
    void aPasswordAloneIsNeverEnough() {
        world.open("emil");
        world.accounts.factors().setPassword(world.person("emil"), world.shown(Mfa.NONE), PASSWORD);
        for (String code : new String[]{"", "000000", "abcd-efgh-ijkl-mnop"}) {
            assertEquals(REFUSED, world.enter("emil", PASSWORD, code));
        }
    }

    @Test
    void thePasswordOfOneAndTheCodeOfAnotherAreNothing() {
        Secret emils = world.enrolled("emil");
        assertEquals(REFUSED, world.enter("eva", PASSWORD, world.code(emils)));
        assertEquals(REFUSED, world.enter("emil", PASSWORD, world.code(app)));
    }

    @Test
    void recoveryCodesStandInForTheApp() {
        List<String> codes = ((FactorOutcome.Done<List<String>>) world.accounts.factors()
                .makeRecoveryCodes(world.person("eva"), world.shown(Mfa.OTP))).value();
        assertEquals(new SignInOutcome.Proven(EVA, Mfa.OTP, ShownFactor.OTP),
                world.enter("eva", PASSWORD, codes.getFirst()));
        assertEquals(REFUSED, world.enter("eva", PASSWORD, codes.getFirst()));
        assertEquals(1, world.world.journalled("recovery-code-used").size());
    }

    @Test
    void whoGuessesAtOneNameWaitsWhetherThereIsOneOrNot() {
        for (String name : new String[]{"eva", "nobody"}) {
            for (int i = 0; i < 6; i++) {
                assertEquals(REFUSED, world.enter(name, "a wrong password", ""));
            }
            assertEquals(new SignInOutcome.Wait(Duration.ofSeconds(2)), world.enter(name, PASSWORD, ""));
        }
    }

    @Test
    void whoGuessesAtManyNamesWaits() {
        for (int i = 0; i < 21; i++) {
            assertEquals(REFUSED, world.enter("name" + i, "123456789012", ""));
        }
        assertInstanceOf(SignInOutcome.Wait.class, world.enter("eva", PASSWORD, world.code(app)));
    }

    private SignInOutcome strangerTries(int number) {
        return world.accounts.door().enter("eva", "a wrong password", "",
                InetAddress.ofLiteral("198.51.100." + number));
    }

    @Test
    void aCrowdOfStrangersLocksNobodyOutOfWhereTheyComeInFrom() {
        world.enter("eva", PASSWORD, world.code(app));
        world.nextStep();
        for (int i = 0; i < 51; i++) {
            assertEquals(REFUSED, strangerTries(i));
        }
        assertInstanceOf(SignInOutcome.Wait.class, strangerTries(100));
        assertInstanceOf(SignInOutcome.Proven.class, world.enter("eva", PASSWORD, world.code(app)));
    }

    @Test
    void fromAStrangePlaceOneWaitsForAMinuteAtMost() {
        for (int i = 0; i < 60; i++) {
            strangerTries(i);
            world.world.clock.advance(Duration.ofMinutes(1));
        }
        assertInstanceOf(SignInOutcome.Proven.class, world.enter("eva", PASSWORD, world.code(app)));
        assertEquals(1, world.world.journalled("sign-in-braked").size());
    }

    @Test
    void theWholeNetworkOfOneLineCountsAsOne() {
        for (int i = 0; i < 6; i++) {
            world.accounts.door().enter("eva", "a wrong password", "",
                    InetAddress.ofLiteral("2001:db8:1:2::" + i));
        }
        assertInstanceOf(SignInOutcome.Wait.class, world.accounts.door().enter("eva", PASSWORD,
                world.code(app), InetAddress.ofLiteral("2001:db8:1:2:ffff::1")));
    }

    @Test
    void disabledAccountsAndPeopleDoNotComeIn() {
        world.accounts.disable(EVA);
        assertEquals(REFUSED, world.enter("eva", PASSWORD, world.code(app)));
        assertTrue(world.signedOut.contains(EVA));
        world.accounts.enable(EVA);
        world.world.adopt(io.sallyport.broker.World.text().replace("{ name: eva,",
                "{ name: eva, enabled: false,"));
        assertEquals(REFUSED, world.enter("eva", PASSWORD, world.code(app)));
    }

    @Test
    void whenTooManyComeAtOnceNobodyIsLetInAndNobodyIsBlamed() {
        AccountStore store = store();
        AccountJournal journal = new AccountJournal(world.world.domain.trail());
        Passwords full = new Passwords(world.world.random, PasswordHash.Cost.STANDARD, new Semaphore(0),
                Duration.ofMillis(1));
        PasswordDoor door = new PasswordDoor(store, world.world.domain.people(), full,
                new SecondFactors(store, world.world.domain.people(), journal, world.world.clock,
                        world.world.clock::nanos),
                journal, world.world.clock::nanos);
        for (int i = 0; i < 30; i++) {
            assertEquals(new SignInOutcome.NotNow(),
                    door.enter("eva", PASSWORD, world.code(app), AccountsWorld.HOME));
        }
    }

    @Test
    void aHashThatBecameTooCheapIsMadeAnewAtTheNextSignIn() {
        AccountStore store = store();
        AccountJournal journal = new AccountJournal(world.world.domain.trail());
        PasswordHash.Cost dearer = new PasswordHash.Cost(20 * 1024, 2, 1);
        PasswordDoor door = new PasswordDoor(store, world.world.domain.people(),
                new Passwords(world.world.random, dearer),
                new SecondFactors(store, world.world.domain.people(), journal, world.world.clock,
                        world.world.clock::nanos),
                journal, world.world.clock::nanos);
        assertEquals(REFUSED, door.enter("eva", "a wrong password", world.code(app), AccountsWorld.HOME));
        assertEquals(PasswordHash.Cost.STANDARD, cost(store));
        assertInstanceOf(SignInOutcome.Proven.class,
                door.enter("eva", PASSWORD, world.code(app), AccountsWorld.HOME));
        assertEquals(dearer, cost(store));
        world.nextStep();
        assertInstanceOf(SignInOutcome.Proven.class,
                door.enter("eva", PASSWORD, world.code(app), AccountsWorld.HOME));
    }

    private static PasswordHash.Cost cost(AccountStore store) {
        return store.find(EVA).flatMap(StoredAccount::password).orElseThrow().cost();
    }

    private AccountStore store() {
        try {
            return AccountStore.open(folder.resolve("accounts"), folder.resolve("accounts.key"),
                    world.world.random);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
