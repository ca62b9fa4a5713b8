package io.sallyport.broker.stepup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.stepup.Dialogue.Step;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class StepUpDeskTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final PersonName EMIL = new PersonName("emil");
    private static final TargetName WEB = new TargetName("web-1");
    private static final InetAddress HOME = World.HOME.getAddress();
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme
                title: Acme
                who: { group: acme/ops MFA }
                where: { env: staging }
                login: deploy
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true }
            """;
    private final World world;
    private final Path folder;
    private final StepUpDesk desk;
    private final KeyHolder eva;

    StepUpDeskTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
        this.desk = world.domain.stepUp();
        this.eva = holder(EVA, HOME);
    }

    @BeforeEach
    void aLiveGrantThatWantsAOneTimeCode() throws IOException {
        wants("otp");
        RequestOutcome.Filed filed = assertInstanceOf(RequestOutcome.Filed.class,
                world.domain.requests().request(world.person("eva"), Arrival.from(HOME).with(Mfa.OTP),
                        World.form("web-1", "deploy", Duration.ofHours(2))));
        assertInstanceOf(RequestOutcome.Granted.class, world.domain.requests().approve(world.person("ada"),
                filed.request().id(), Narrowing.NONE, Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void wants(String level) throws IOException {
        world.domain.policy().activate(World.policy(folder, "mfa-" + level,
                RULES.replace(" MFA", level.isEmpty() ? "" : ", mfa: " + level)), Actor.OPERATOR,
                Optional.empty(), Optional.empty());
    }

    private KeyHolder holder(PersonName person, InetAddress source) {
        return new KeyHolder(person, world.keyOf(person.value()), source, Mfa.NONE);
    }

    private Dialogue dialogue() {
        return new Dialogue(desk, eva, desk.atLogin(eva).orElseThrow(), "https://gw.example.com:8443");
    }

    private Attempt link(Dialogue dialogue) {
        return assertInstanceOf(Step.Wait.class, dialogue.answer("")).attempt();
    }

    // Whatever ended it has done so when it returns: nothing waits here.
    private static Attempt.End ended(Attempt attempt) {
        assertTrue(attempt.end().isDone(), "it still waits");
        return attempt.end().join();
    }

    private Mfa level() {
        return desk.shown(eva, WEB);
    }

    private static String over(Step step) {
        return assertInstanceOf(Step.Over.class, step).text();
    }

    @Test
    void onlyALiveGrantThatAStrongerProofMakesGoodAsksForOne() throws IOException {
        assertEquals(Mfa.OTP, desk.atLogin(eva).orElseThrow().level());
        assertEquals(List.of(WEB), List.copyOf(desk.atLogin(eva).orElseThrow().targets()));
        assertEquals(Optional.empty(), desk.atLogin(holder(EMIL, HOME)));
        assertEquals(Optional.empty(), desk.atLogin(new KeyHolder(EVA, eva.key(), HOME, Mfa.OTP)));
        wants("");
        assertEquals(Optional.empty(), desk.atLogin(eva));
        wants("otp");
        world.clock.advance(Duration.ofHours(3));
        assertEquals(Optional.empty(), desk.atLogin(eva), "the grant is over");
    }

    @Test
    void aCodeTypedAtThePromptIsRememberedAndJournalled() {
        world.codes.give("eva", "123456");
        Dialogue dialogue = dialogue();
        Step.Ask ask = assertInstanceOf(Step.Ask.class, dialogue.begin());
        assertEquals(List.of("This needs a one-time code besides your key, for web-1 (ticket CHG-7)."),
                ask.lines());
        assertTrue(ask.prompt().startsWith("One-time code"), ask.prompt());
        assertInstanceOf(Step.Shown.class, dialogue.answer(" 123456 "));
        assertEquals(Mfa.OTP, level());
        assertEquals(Optional.empty(), desk.atLogin(eva));
        assertTrue(desk.atLogin(holder(EVA, InetAddress.ofLiteral("198.51.100.7"))).isPresent(),
                "from elsewhere it is asked for again");
        Json.Obj event = world.journalled("step-up-confirmed").getFirst();
        assertEquals("one-time-code otp 192.0.2.7 [web-1]", event.string("how") + " " + event.string("mfa")
                + " " + event.string("source") + " " + event.strings("targets"));
        assertFalse(event.text().contains("123456"));
    }

    @Test
    void aCodeOfAnAppThatIsTakenAwayMeanwhileIsWorthNothing() {
        world.codes.give("eva", "123456");
        world.codes.meanwhile = () -> {
            world.clock.advance(Duration.ofMillis(1));
            world.domain.trail().record(at -> new AccountEvent.AccountReset(at, Actor.OPERATOR, EVA));
            world.clock.advance(Duration.ofMillis(1));
        };
        dialogue().answer("123456");
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void whatASignatureShowsIsFreshForTheAccountAsLongAsAnythingElse() {
        KeyHolder verified = new KeyHolder(EVA, eva.key(), HOME, Mfa.PHISHING_RESISTANT);
        assertEquals(Optional.empty(), desk.atLogin(verified));
        world.clock.advance(KeyDesk.RECENT.minusMillis(1));
        assertEquals(Optional.empty(), desk.forAccount(verified, KeyDesk.RECENT));
        assertEquals(Mfa.PHISHING_RESISTANT, desk.lately(verified, KeyDesk.RECENT));
        world.clock.advance(Duration.ofMillis(1));
        assertTrue(desk.forAccount(verified, KeyDesk.RECENT).isPresent(), "the connection goes on");
        assertEquals(Mfa.NONE, desk.lately(verified, KeyDesk.RECENT));
        assertEquals(Mfa.PHISHING_RESISTANT, desk.shown(verified, WEB), "for targets it counts as long");
        desk.atLogin(verified);
        assertEquals(Optional.empty(), desk.forAccount(verified, KeyDesk.RECENT));
        assertEquals(Mfa.NONE, desk.lately(holder(EVA, InetAddress.ofLiteral("198.51.100.7")),
                KeyDesk.RECENT));
    }

    @Test
    void wrongCodesEndTheDialogueAndAreJournalled() {
        world.codes.give("eva", "123456");
        Dialogue dialogue = dialogue();
        assertInstanceOf(Step.Ask.class, dialogue.answer("000000"));
        assertInstanceOf(Step.Ask.class, dialogue.answer("000001"));
        assertTrue(over(dialogue.answer("000002")).startsWith("That code is not good."));
        assertEquals(Mfa.NONE, level());
        assertEquals(3, world.journalled("step-up-failed").size());
    }

    @Test
    void theCodeOfOneAndTheKeyOfAnotherNeverGoTogether() {
        world.codes.give("emil", "123456");
        Dialogue dialogue = dialogue();
        assertFalse(assertInstanceOf(Step.Ask.class, dialogue.begin()).prompt().contains("code ("));
        assertInstanceOf(Step.Ask.class, dialogue.answer("123456"));
        world.codes.give("eva", "654321");
        assertInstanceOf(Step.Ask.class, dialogue.answer("123456"));
        assertEquals(Mfa.NONE, level());
        assertEquals(Mfa.NONE, desk.shown(holder(EMIL, HOME), WEB));
    }

    @Test
    void aCodeIsNotEnoughWhereASecurityKeyIsWanted() throws IOException {
        wants("phishing-resistant");
        world.codes.give("eva", "123456");
        Dialogue dialogue = dialogue();
        assertTrue(assertInstanceOf(Step.Ask.class, dialogue.begin()).lines().getFirst()
                .contains("a passkey or security key"));
        assertInstanceOf(Step.Ask.class, dialogue.answer("123456"));
        assertEquals(Mfa.NONE, level());
        assertFalse(desk.confirmed(link(dialogue), EVA, Mfa.OTP));
        assertTrue(desk.confirmed(link(dialogue), EVA, Mfa.PHISHING_RESISTANT));
        assertEquals(Mfa.PHISHING_RESISTANT, level());
    }

    @Test
    void aLinkIsConfirmedOnceByTheSamePersonOnly() {
        Dialogue dialogue = dialogue();
        Attempt attempt = link(dialogue);
        assertEquals(Optional.empty(), desk.waiting(EMIL, attempt.token()), "not even seen by others");
        assertEquals(Optional.empty(), desk.waiting(EMIL, attempt.code()));
        assertFalse(desk.confirmed(attempt, EMIL, Mfa.PHISHING_RESISTANT));
        assertFalse(desk.confirmed(attempt, EVA, Mfa.NONE));
        assertEquals(Mfa.NONE, level());
        assertEquals(Optional.of(attempt), desk.waiting(EVA, attempt.token()));
        assertTrue(desk.confirmed(attempt, EVA, Mfa.OTP));
        assertInstanceOf(Step.Shown.class, dialogue.ended(attempt, ended(attempt)));
        assertEquals(Mfa.OTP, level());
        assertEquals(Optional.empty(), desk.waiting(EVA, attempt.token()));
        assertFalse(desk.confirmed(attempt, EVA, Mfa.OTP));
        assertEquals("browser", world.journalled("step-up-confirmed").getFirst().string("how"));
    }

    @Test
    void theShortCodeIsFoundHoweverItIsTyped() {
        Attempt attempt = link(dialogue());
        assertEquals(Optional.of(attempt), desk.waiting(EVA, " "
                + attempt.code().toLowerCase(java.util.Locale.ROOT).replace('-', ' ') + "\n"));
        assertEquals(Optional.empty(), desk.waiting(EVA, ""));
        assertEquals(Optional.empty(), desk.waiting(EVA, "-"));
    }

    @Test
    void whoSaysItWasNotThemEndsTheAttemptAndEverythingShownBefore() {
        world.codes.give("eva", "123456");
        dialogue().answer("123456");
        assertEquals(Mfa.OTP, level());
        Dialogue other = new Dialogue(desk, eva, new Need(Mfa.OTP,
                new java.util.TreeSet<>(java.util.Set.of(WEB)), new java.util.TreeSet<>()), "https://gw");
        Attempt attempt = link(other);
        assertFalse(desk.denied(attempt, EMIL));
        assertTrue(desk.denied(attempt, EVA));
        assertTrue(over(other.ended(attempt, ended(attempt))).contains("not you"));
        assertEquals(Mfa.NONE, level());
        assertFalse(desk.confirmed(attempt, EVA, Mfa.OTP));
        assertEquals(1, world.journalled("step-up-denied").size());
    }

    @Test
    void aLinkIsGoodForThreeMinutes() {
        Dialogue dialogue = dialogue();
        Attempt attempt = link(dialogue);
        world.clock.advance(Duration.ofMinutes(3));
        assertEquals(Optional.empty(), desk.waiting(EVA, attempt.token()));
        assertFalse(desk.confirmed(attempt, EVA, Mfa.OTP));
        assertFalse(desk.denied(attempt, EVA));
        dialogue.expire(attempt);
        assertEquals(Attempt.End.EXPIRED, ended(attempt));
        assertEquals(Mfa.NONE, level());
        assertEquals("expired", world.journalled("step-up-failed").getFirst().string("why"));
    }

    @Test
    void whoeverLeavesWaitsNoMore() {
        Dialogue dialogue = dialogue();
        Attempt attempt = link(dialogue);
        dialogue.leave();
        assertEquals(Attempt.End.ABANDONED, ended(attempt));
        assertEquals(Optional.empty(), desk.waiting(EVA, attempt.token()));
        assertEquals("gave-up", world.journalled("step-up-failed").getFirst().string("why"));
    }

    @Test
    void aFewLinksOfOnePersonAreOpenAtATimeAndNoMore() {
        for (int i = 0; i < Attempts.PER_PERSON; i++) {
            link(dialogue());
        }
        assertTrue(over(dialogue().answer("link")).startsWith("Too many"));
        world.clock.advance(Duration.ofMinutes(3));
        link(dialogue());
    }

    @Test
    void aKeyThatIsTakenAwayMeanwhileShowsNothing() {
        Attempt attempt = link(dialogue());
        world.adopt(World.text().replace(World.key(1), World.key(21)));
        assertFalse(desk.confirmed(attempt, EVA, Mfa.OTP));
        assertEquals(Attempt.End.ABANDONED, ended(attempt));
        world.adopt(World.text());
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void whereThereIsNoPageToConfirmOnThisIsSaidAtOnceAndNobodyComesIn() {
        world.codes.pages = false;
        Dialogue dialogue = dialogue();
        String text = over(dialogue.begin());
        assertTrue(text.startsWith("This needs a one-time code besides your key, for web-1 (ticket CHG-7),"
                + " and this gateway has no page to show one on"), text);
        assertTrue(text.contains("Tell your administrator."), text);
        assertEquals(text, over(dialogue.answer("link")), "scripts ask for the link without the question");
        assertEquals(Mfa.NONE, level());
        assertTrue(desk.atLogin(eva).isPresent(), "it is wanted all the same");
        world.codes.give("eva", "123456");
        assertInstanceOf(Step.Ask.class, dialogue().begin(), "a code that can be typed needs no page");
    }

    @Test
    void aQrCodeOfTheLinkIsDrawnOnRequest() {
        Dialogue dialogue = dialogue();
        List<String> plain = assertInstanceOf(Step.Wait.class, dialogue.answer("link")).lines();
        assertTrue(plain.stream().allMatch(line -> line.chars().allMatch(c -> c < 0x7f)), plain.toString());
        List<String> drawn = assertInstanceOf(Step.Wait.class, dialogue.answer("QR")).lines();
        assertTrue(drawn.size() > plain.size() + 15, drawn.toString());
    }

    @Test
    void aRequestThatARuleWouldRefuseForWantOfAProofIsANeedToo() throws IOException {
        KeyHolder emil = holder(EMIL, HOME);
        Need need = desk.forTarget(emil, WEB).orElseThrow();
        assertEquals(Mfa.OTP, need.level());
        world.domain.proofs().shown(EMIL, emil.key(), HOME, java.util.Set.of(WEB), Mfa.OTP);
        assertEquals(Optional.empty(), desk.forTarget(emil, WEB));
        wants("phishing-resistant");
        assertEquals(Mfa.PHISHING_RESISTANT, desk.forTarget(emil, WEB).orElseThrow().level());
        assertEquals(Optional.empty(), desk.forTarget(emil, new TargetName("db-1")));
        assertEquals(Optional.empty(), desk.forTarget(emil, new TargetName("nowhere")));
    }
}
