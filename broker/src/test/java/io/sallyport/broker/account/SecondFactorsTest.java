package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.StepUpFactors;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AUTH-2: one-time codes and recovery codes, of one person, once. */
final class SecondFactorsTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final PersonName EMIL = new PersonName("emil");
    @TempDir
    Path folder;
    private AccountsWorld world;
    private StepUpFactors factors;

    @BeforeEach
    void open() {
        world = new AccountsWorld(folder);
        factors = world.accounts.stepUp();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static void right(TotpOutcome outcome) {
        assertEquals(new TotpOutcome.Right(), outcome);
    }

    private static void wrong(TotpOutcome outcome) {
        assertEquals(new TotpOutcome.Wrong(), outcome);
    }

    private List<String> recovery(String name) {
        Person person = world.person(name);
        return switch (world.accounts.factors().makeRecoveryCodes(person, world.shown(Mfa.OTP))) {
            case FactorOutcome.Done<List<String>>(List<String> codes) -> codes;
            case FactorOutcome.Refused<List<String>> no -> throw new IllegalStateException(no.text());
        };
    }

    @Test
    void aCodeIsRightOnceAndNeverAgain() {
        Secret app = world.enrolled("eva");
        String code = world.code(app);
        right(factors.verify(EVA, code));
        wrong(factors.verify(EVA, code));
        world.nextStep();
        wrong(factors.verify(EVA, code));
        right(factors.verify(EVA,
                " " + world.code(app).substring(0, 3) + " " + world.code(app).substring(3)));
    }

    @Test
    void aUsedCodeStaysUsedWhenTheBrokerStartsAgain() {
        Secret app = world.enrolled("eva");
        String code = world.code(app);
        right(factors.verify(EVA, code));
        world.restart();
        wrong(world.accounts.stepUp().verify(EVA, code));
    }

    @Test
    void theCodeThatConfirmedAnAppIsUsed() {
        world.open("eva");
        Secret app = world.begun("eva", Mfa.NONE);
        String code = world.code(app);
        world.accounts.factors().confirmTotp(world.person("eva"), world.shown(Mfa.NONE), code);
        assertTrue(factors.hasTotp(EVA));
        wrong(factors.verify(EVA, code));
    }

    @Test
    void theCodeOfOneIsWrongForAnother() {
        Secret evas = world.enrolled("eva");
        Secret emils = world.enrolled("emil");
        wrong(factors.verify(EMIL, world.code(evas)));
        right(factors.verify(EMIL, world.code(emils)));
        right(factors.verify(EVA, world.code(evas)));
    }

    @Test
    void ofManyAtOnceOneIsRight() throws InterruptedException {
        Secret app = world.enrolled("eva");
        String code = world.code(app);
        AtomicInteger right = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                threads.execute(() -> {
                    if (factors.verify(EVA, code) instanceof TotpOutcome.Right) {
                        right.incrementAndGet();
                    }
                });
            }
        }
        assertEquals(1, right.get());
    }

    @Test
    void withoutAnAppEveryCodeIsWrong() {
        world.open("eva");
        assertFalse(factors.hasTotp(EVA));
        for (String typed : new String[]{"", "000000", "123456", "0".repeat(10_000), "\u0661\u0662\u0663"}) {
            wrong(factors.verify(EVA, typed));
            wrong(factors.verify(new PersonName("nobody" + typed.length()), typed));
        }
    }

    @Test
    void aSecretThatWasNeverConfirmedCountsForNothing() {
        world.open("eva");
        Secret app = world.begun("eva", Mfa.NONE);
        wrong(factors.verify(EVA, world.code(app)));
    }

    @Test
    void whoGuessesWaitsAndTheJournalSaysSoOnce() {
        Secret app = world.enrolled("eva");
        for (int i = 0; i < 6; i++) {
            wrong(factors.verify(EVA, "000000"));
        }
        TotpOutcome.Wait wait = assertInstanceOf(TotpOutcome.Wait.class,
                factors.verify(EVA, world.code(app)));
        assertEquals(Duration.ofSeconds(15), wait.delay());
        for (int i = 0; i < 12; i++) {
            world.world.clock.advance(Duration.ofMinutes(15));
            wrong(factors.verify(EVA, "000000"));
        }
        assertEquals(1, world.world.journalled("sign-in-braked").size());
        world.world.clock.advance(Duration.ofMinutes(15));
        right(factors.verify(EVA, world.code(app)));
    }

    @Test
    void aRecoveryCodeStandsInOnceAndTheJournalSaysSo() {
        world.enrolled("eva");
        List<String> codes = recovery("eva");
        right(factors.verify(EVA, codes.get(3).toUpperCase(java.util.Locale.ROOT)));
        wrong(factors.verify(EVA, codes.get(3)));
        right(factors.verify(EVA, codes.get(4)));
        assertEquals(List.of(9L, 8L), world.world.journalled("recovery-code-used").stream()
                .map(event -> event.number("left")).toList());
    }

    @Test
    void newRecoveryCodesVoidTheOldOnes() {
        world.enrolled("eva");
        List<String> old = recovery("eva");
        List<String> fresh = recovery("eva");
        wrong(factors.verify(EVA, old.getFirst()));
        right(factors.verify(EVA, fresh.getFirst()));
    }

    @Test
    void aDisabledAccountHasNoFactors() {
        Secret app = world.enrolled("eva");
        world.accounts.disable(EVA);
        assertFalse(factors.hasTotp(EVA));
        wrong(factors.verify(EVA, world.code(app)));
    }

    @Test
    void anAccountThatCantBeReadLetsNobodyIn() throws IOException {
        Secret app = world.enrolled("eva");
        Files.writeString(folder.resolve("accounts/eva.account"), "no");
        assertFalse(factors.hasTotp(EVA));
        assertEquals(new TotpOutcome.Unavailable(), factors.verify(EVA, world.code(app)));
    }

    @Test
    void neitherCodeNorSecretIsEverInTheJournal() {
        Secret app = world.enrolled("eva");
        List<String> codes = recovery("eva");
        factors.verify(EVA, codes.getFirst());
        StringBuilder all = new StringBuilder();
        world.world.journalled().stream().distinct()
                .forEach(type -> world.world.journalled(type).forEach(event -> all.append(event.text())));
        String hex = java.util.HexFormat.of().formatHex(app.bytes());
        for (String secret : List.of(Base32.text(app.bytes()), hex, codes.getFirst(),
                RecoveryCodes.hash(codes.getFirst()), "argon2", AccountsWorld.PASSWORD)) {
            assertFalse(all.toString().contains(secret));
        }
    }
}
