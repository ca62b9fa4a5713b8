package io.sallyport.broker.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.account.FactorOutcome.Why;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Factor;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may enrol and change factors, and when: the rule that a stolen key alone enrols nothing. */
final class FactorDeskTest {
    private static final PersonName EVA = new PersonName("eva");
    @TempDir
    Path folder;
    private AccountsWorld world;

    @BeforeEach
    void open() {
        world = new AccountsWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FactorDesk desk() {
        return world.accounts.factors();
    }

    private static Why why(FactorOutcome<?> outcome) {
        return assertInstanceOf(FactorOutcome.Refused.class, outcome).why();
    }

    private Set<Factor> factors() {
        return world.accounts.find(EVA).orElseThrow().factors();
    }

    private FactorOutcome<Boolean> addPasskey(Mfa level) {
        Assurance shown = world.shown(level);
        return switch (world.accounts.passkeys().registration(world.person("eva"), shown, "b")) {
            case FactorOutcome.Done<Json.Obj>(Json.Obj options) -> world.accounts.passkeys()
                    .register(world.person("eva"), shown, "b", new SoftKey().create(options), "key");
            case FactorOutcome.Refused<Json.Obj>(Why why, String text) -> FactorOutcome.refused(why, text);
        };
    }

    /** Every way to change something, tried with this proof. */
    private List<Why> everything(Assurance shown) {
        var eva = world.person("eva");
        return List.of(why(desk().setPassword(eva, shown, "another good password")),
                why(desk().beginTotp(eva, shown)), why(desk().confirmTotp(eva, shown, "123456")),
                why(desk().removeTotp(eva, shown)), why(desk().removePasskey(eva, shown, "0")),
                why(desk().makeRecoveryCodes(eva, shown)),
                why(world.accounts.passkeys().registration(eva, shown, "b")));
    }

    private static List<Why> all(Why why) {
        return java.util.Collections.nCopies(7, why);
    }

    @Test
    void withoutAnAccountAKeyEnrolsNothing() {
        assertEquals(all(Why.NOT_OPEN), everything(world.shown(Mfa.NONE)));
        assertEquals(Optional.empty(), world.accounts.find(EVA));
    }

    @Test
    void anAccountIsOpenForAWeek() {
        world.open("eva");
        world.world.clock.advance(Duration.ofDays(7));
        assertEquals(all(Why.NOT_OPEN), everything(world.shown(Mfa.NONE)));
        world.open("eva");
        assertEquals(FactorOutcome.done(true),
                desk().setPassword(world.person("eva"), world.shown(Mfa.NONE), AccountsWorld.PASSWORD));
    }

    @Test
    void aKeyThatWasProvenLongAgoEnrolsNothing() {
        world.open("eva");
        Assurance old = world.shown(Mfa.NONE);
        world.world.clock.advance(ChangeRule.FRESH.plusNanos(1));
        assertEquals(all(Why.TOO_OLD), everything(old));
    }

    @Test
    void onceThereIsASecondFactorAKeyAloneChangesNothing() {
        world.enrolled("eva");
        assertEquals(all(Why.PROVE_FIRST), everything(world.shown(Mfa.NONE)));
        assertEquals(Set.of(Factor.PASSWORD, Factor.OTP), factors());
    }

    @Test
    void aFreshCodeChangesWhatIsThereAndAnOldOneDoesNot() {
        world.enrolled("eva");
        Assurance shown = world.shown(Mfa.OTP);
        assertEquals(FactorOutcome.done(true),
                desk().setPassword(world.person("eva"), shown, "another good password"));
        world.world.clock.advance(ChangeRule.FRESH.plusNanos(1));
        assertEquals(all(Why.PROVE_FIRST), everything(shown));
    }

    @Test
    void onceThereIsAPasskeyACodeChangesNothing() {
        world.enrolled("eva");
        assertEquals(FactorOutcome.done(true), addPasskey(Mfa.OTP));
        assertEquals(all(Why.PROVE_FIRST), everything(world.shown(Mfa.OTP)));
        assertEquals(FactorOutcome.done(true),
                desk().removeTotp(world.person("eva"), world.shown(Mfa.PHISHING_RESISTANT)));
    }

    @Test
    void theLastSecondFactorStays() {
        world.enrolled("eva");
        assertEquals(Why.LAST_ONE, why(desk().removeTotp(world.person("eva"), world.shown(Mfa.OTP))));
        addPasskey(Mfa.OTP);
        Assurance strong = world.shown(Mfa.PHISHING_RESISTANT);
        desk().removeTotp(world.person("eva"), strong);
        String id = desk().view(EVA, strong).passkeys().getFirst().id();
        assertEquals(Why.LAST_ONE, why(desk().removePasskey(world.person("eva"), strong, id)));
        addPasskey(Mfa.PHISHING_RESISTANT);
        assertEquals(FactorOutcome.done(true), desk().removePasskey(world.person("eva"), strong, id));
        assertEquals(1, desk().view(EVA, strong).passkeys().size());
    }

    @Test
    void anOpenedAccountIsClosedByTheFirstSecondFactor() {
        world.open("eva");
        addPasskey(Mfa.NONE);
        assertEquals(all(Why.PROVE_FIRST), everything(world.shown(Mfa.NONE)));
    }

    @Test
    void theOperatorDoesNotOpenAGuardedAccountWithoutResettingIt() {
        Secret app = world.enrolled("eva");
        assertInstanceOf(Opening.Outcome.Refused.class, world.accounts.opening().open(EVA, false));
        String link = world.accounts.links().make(EVA, EnrolmentLinks.BY_KEY);
        assertInstanceOf(Opening.Outcome.Opened.class, world.accounts.opening().open(EVA, true));
        assertEquals(Set.of(), factors());
        assertEquals(List.of(EVA), world.signedOut);
        assertEquals(Optional.empty(), world.accounts.links().redeem(link));
        assertEquals(new SignInOutcome.Refused(),
                world.enter("eva", AccountsWorld.PASSWORD, world.code(app)));
        assertEquals(List.of("account-made", "account-opened", "factor-added", "factor-added",
                "account-reset", "account-opened"),
                world.world.journalled().stream()
                        .filter(type -> type.startsWith("account") || type.startsWith("factor")).toList());
    }

    @Test
    void whatWasShownBeforeAnAccountWasOpenedEnrolsNothingAfter() {
        world.enrolled("eva");
        Assurance thief = world.shown(Mfa.OTP);
        world.nextStep();
        world.accounts.opening().open(EVA, true);
        assertEquals(all(Why.TOO_OLD), everything(thief));
        assertEquals(FactorOutcome.done(true),
                desk().setPassword(world.person("eva"), world.shown(Mfa.NONE), AccountsWorld.PASSWORD));
    }

    @Test
    void anAppIsReplacedOnlyWhenTheNewOneShowsItsCode() {
        Secret old = world.enrolled("eva");
        Secret fresh = world.begun("eva", Mfa.OTP);
        assertEquals(Why.BAD_CODE,
                why(desk().confirmTotp(world.person("eva"), world.shown(Mfa.OTP), world.code(old))));
        assertEquals(FactorOutcome.done(true),
                desk().confirmTotp(world.person("eva"), world.shown(Mfa.OTP), world.code(fresh)));
        world.nextStep();
        assertEquals(new SignInOutcome.Refused(),
                world.enter("eva", AccountsWorld.PASSWORD, world.code(old)));
        assertInstanceOf(SignInOutcome.Proven.class,
                world.enter("eva", AccountsWorld.PASSWORD, world.code(fresh)));
        assertEquals(1, world.world.journalled("factor-removed").size());
    }

    @Test
    void aSecretThatWaitedTooLongIsForgotten() {
        world.open("eva");
        Secret secret = world.begun("eva", Mfa.NONE);
        world.world.clock.advance(FactorDesk.PENDING.plusNanos(1));
        assertEquals(Why.BAD_CODE,
                why(desk().confirmTotp(world.person("eva"), world.shown(Mfa.NONE), world.code(secret))));
    }

    @Test
    void aBadPasswordIsRefusedAndTheOldOneStays() {
        Secret app = world.enrolled("eva");
        assertEquals(Why.BAD_PASSWORD,
                why(desk().setPassword(world.person("eva"), world.shown(Mfa.OTP), "short")));
        assertInstanceOf(SignInOutcome.Proven.class,
                world.enter("eva", AccountsWorld.PASSWORD, world.code(app)));
    }

    @Test
    void thereAreNoRecoveryCodesWithoutASecondFactor() {
        world.open("eva");
        assertEquals(Why.NO_SUCH, why(desk().makeRecoveryCodes(world.person("eva"), world.shown(Mfa.NONE))));
    }

    @Test
    void tenPasskeysAreEnough() {
        world.open("eva");
        addPasskey(Mfa.NONE);
        for (int i = 1; i < StoredAccount.PASSKEYS; i++) {
            assertEquals(FactorOutcome.done(true), addPasskey(Mfa.PHISHING_RESISTANT));
        }
        assertEquals(Why.TOO_MANY, why(addPasskey(Mfa.PHISHING_RESISTANT)));
    }

    @Test
    void aDisabledAccountIsNotChanged() {
        world.enrolled("eva");
        world.accounts.disable(EVA);
        assertEquals(all(Why.DISABLED), everything(world.shown(Mfa.PHISHING_RESISTANT)));
        assertInstanceOf(Opening.Outcome.Refused.class, world.accounts.opening().open(EVA, true));
    }

    @Test
    void aLinkIsGoodOnceAndForItsTime() {
        EnrolmentLinks links = world.accounts.links();
        String code = links.make(EVA, EnrolmentLinks.BY_KEY);
        assertEquals(Optional.of(EVA), links.redeem(code).map(EnrolmentLinks.Led::person));
        assertEquals(Optional.empty(), links.redeem(code));
        String late = links.make(EVA, EnrolmentLinks.BY_KEY);
        world.world.clock.advance(EnrolmentLinks.BY_KEY);
        assertEquals(Optional.empty(), links.redeem(late));
        assertEquals(Optional.empty(), links.redeem(""));
    }

    private static final String ADMIN = "  - { name: root, full_name: Rita Root, organisation: example,"
            + " roles: [administrator] }\n";

    private void withAdministrators(String... names) {
        StringBuilder more = new StringBuilder();
        for (String name : names) {
            more.append(ADMIN.replace("root", name));
        }
        world.world.adopt(io.sallyport.broker.World.text().replace("engagements:", more + "engagements:"));
    }

    @Test
    void theFirstAdministratorGetsALinkUntilOneHasASecondFactor() {
        withAdministrators("root", "second");
        PersonName root = new PersonName("root");
        Opening opening = world.accounts.opening();
        String code = assertInstanceOf(Opening.Outcome.Linked.class, opening.firstAdmin(root)).code();
        assertEquals(Optional.of(root), world.accounts.links().redeem(code).map(EnrolmentLinks.Led::person));
        String again = assertInstanceOf(Opening.Outcome.Linked.class, opening.firstAdmin(root)).code();
        world.world.clock.advance(EnrolmentLinks.BY_OPERATOR);
        assertEquals(Optional.empty(), world.accounts.links().redeem(again));
        world.enrolled("root");
        for (String name : new String[]{"root", "second"}) {
            assertInstanceOf(Opening.Outcome.Refused.class, opening.firstAdmin(new PersonName(name)));
        }
    }

    @Test
    void nobodyButAnAdministratorOfTheDirectoryIsTheFirst() {
        for (String name : new String[]{"eva", "ada", "nobody"}) {
            assertInstanceOf(Opening.Outcome.Refused.class,
                    world.accounts.opening().firstAdmin(new PersonName(name)));
        }
        assertTrue(world.world.journalled("account-opened").isEmpty());
        assertFalse(world.accounts.any());
    }
}
