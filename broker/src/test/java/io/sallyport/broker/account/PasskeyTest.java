package io.sallyport.broker.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.account.FactorOutcome.Why;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys of a key made of software: the honest way in, and each way to lie. */
final class PasskeyTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final String BROWSER = "a browser";
    private static final String HERE = "c0000207";
    @TempDir
    Path folder;
    private AccountsWorld world;
    private PasskeyDesk desk;

    @BeforeEach
    void open() {
        world = new AccountsWorld(folder);
        desk = world.accounts.passkeys();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private FactorOutcome<Boolean> register(String name, SoftKey key, Mfa level) {
        Assurance shown = world.shown(level);
        Json.Obj options = switch (desk.registration(world.person(name), shown, BROWSER)) {
            case FactorOutcome.Done<Json.Obj>(Json.Obj asked) -> asked;
            case FactorOutcome.Refused<Json.Obj> no -> throw new IllegalStateException(no.text());
        };
        return desk.register(world.person(name), shown, BROWSER, key.create(options), "phone");
    }

    private SoftKey registered(String name) {
        world.open(name);
        SoftKey key = new SoftKey();
        assertEquals(FactorOutcome.done(true), register(name, key, Mfa.NONE));
        return key;
    }

    private SignInOutcome enter(SoftKey key) {
        return desk.enter(BROWSER, key.get(desk.signIn(BROWSER, HERE).orElseThrow()));
    }

    private static void proven(SignInOutcome outcome) {
        SignInOutcome.Proven proven = assertInstanceOf(SignInOutcome.Proven.class, outcome);
        assertEquals(EVA, proven.person());
        assertEquals(Mfa.PHISHING_RESISTANT, proven.level());
    }

    private static void refused(SignInOutcome outcome) {
        assertEquals(new SignInOutcome.Refused(), outcome);
    }

    @Test
    void aPasskeySignsInByItselfAndIsPhishingResistant() {
        SoftKey key = registered("eva");
        proven(enter(key));
        assertEquals(Optional.of(EVA), world.accounts.find(EVA).map(account -> account.person()));
    }

    @Test
    void aPasskeyStaysWhenTheBrokerStartsAgain() {
        SoftKey key = registered("eva");
        world.restart();
        desk = world.accounts.passkeys();
        proven(enter(key));
    }

    @Test
    void aBrowserIsAskedForAVerifiedUserAndAKeyThatIsFoundWithoutAName() {
        world.open("eva");
        Json.Obj options = ((FactorOutcome.Done<Json.Obj>) desk.registration(world.person("eva"),
                world.shown(Mfa.NONE), BROWSER)).value();
        Json.Obj wanted = options.object("authenticatorSelection");
        assertEquals("required", wanted.string("userVerification"));
        assertEquals("required", wanted.string("residentKey"));
        assertEquals("none", options.string("attestation"));
        assertEquals("console.test", options.object("rp").string("id"));
        assertFalse(options.object("user").string("id").contains("eva"));
        Json.Obj asked = desk.signIn(BROWSER, HERE).orElseThrow();
        assertEquals("required", asked.string("userVerification"));
        assertEquals("[]", asked.array("allowCredentials").text());
    }

    private void lying(Consumer<SoftKey> lie) {
        SoftKey key = registered("eva");
        lie.accept(key);
        refused(enter(key));
    }

    @Test
    void anotherSitesPageGainsNothing() {
        lying(key -> key.origin = "https://console.test.evil.example");
    }

    @Test
    void theSameHostOnAnotherPortIsAnotherSite() {
        lying(key -> key.origin = "https://console.test:9443");
    }

    @Test
    void aKeyMadeForAnotherSiteGainsNothing() {
        lying(key -> key.rpId = "evil.example");
    }

    @Test
    void aKeyThatOnlySaysThatSomebodyIsThereIsNotEnough() {
        lying(key -> key.flags = SoftKey.PRESENT);
    }

    @Test
    void aKeyThatNobodyTouchedIsNotEnough() {
        lying(key -> key.flags = SoftKey.VERIFIED);
    }

    @Test
    void anAnswerToAnotherQuestionIsNone() {
        lying(key -> key.type = "webauthn.create");
    }

    @Test
    void aPageInAnothersFrameGainsNothing() {
        lying(key -> key.crossOrigin = true);
    }

    @Test
    void aHandleOfSomebodyElseGainsNothing() {
        SoftKey emils = registered("emil");
        lying(key -> key.handle = emils.handle);
    }

    @Test
    void aKeyOfAnotherSignatureUnderTheSameIdGainsNothing() {
        SoftKey key = registered("eva");
        SoftKey thief = new SoftKey();
        System.arraycopy(key.id, 0, thief.id, 0, key.id.length);
        thief.handle = key.handle;
        refused(enter(thief));
    }

    @Test
    void aCounterThatDoesNotGrowIsACopy() {
        world.open("eva");
        SoftKey key = new SoftKey();
        key.counter = 5;
        register("eva", key, Mfa.NONE);
        key.counter = 6;
        proven(enter(key));
        refused(enter(key));
        key.counter = 5;
        refused(enter(key));
        key.counter = 7;
        proven(enter(key));
    }

    @Test
    void anAnswerIsGoodOnce() {
        SoftKey key = registered("eva");
        String answer = key.get(desk.signIn(BROWSER, HERE).orElseThrow());
        proven(desk.enter(BROWSER, answer));
        refused(desk.enter(BROWSER, answer));
    }

    @Test
    void anAnswerIsGoodForTheBrowserThatWasAskedAlone() {
        SoftKey key = registered("eva");
        Json.Obj asked = desk.signIn(BROWSER, HERE).orElseThrow();
        desk.signIn("another browser", HERE);
        refused(desk.enter("another browser", key.get(asked)));
    }

    @Test
    void anAnswerAfterTwoMinutesIsNone() {
        SoftKey key = registered("eva");
        Json.Obj asked = desk.signIn(BROWSER, HERE).orElseThrow();
        world.world.clock.advance(Duration.ofMinutes(2).plusNanos(1));
        refused(desk.enter(BROWSER, key.get(asked)));
    }

    @Test
    void aSignatureForTheDoorRaisesNothingAndTheOtherWayRound() {
        SoftKey key = registered("eva");
        String atTheDoor = key.get(desk.signIn(BROWSER, HERE).orElseThrow());
        assertEquals(Optional.empty(), desk.raised(EVA, BROWSER, atTheDoor));
        String raising = key.get(desk.raise(EVA, BROWSER).orElseThrow());
        refused(desk.enter(BROWSER, raising));
    }

    @Test
    void oneRaisesWithOnesOwnPasskeyAndNoOther() {
        SoftKey evas = registered("eva");
        SoftKey emils = registered("emil");
        String mine = world.accounts.factors().view(EVA, world.shown(Mfa.NONE)).passkeys().getFirst().id();
        assertEquals(Optional.of(ShownFactor.passkey(mine)),
                desk.raised(EVA, BROWSER, evas.get(desk.raise(EVA, BROWSER).orElseThrow())));
        assertEquals(Optional.empty(),
                desk.raised(EVA, BROWSER, emils.get(desk.raise(EVA, BROWSER).orElseThrow())));
    }

    @Test
    void aDisabledAccountOrPersonDoesNotComeIn() {
        SoftKey key = registered("eva");
        world.accounts.disable(EVA);
        refused(enter(key));
        world.accounts.enable(EVA);
        proven(enter(key));
        world.world.adopt(io.sallyport.broker.World.text().replace("{ name: eva,",
                "{ name: eva, enabled: false,"));
        refused(enter(key));
    }

    @Test
    void aLyingRegistrationIsRefused() {
        world.open("eva");
        for (Consumer<SoftKey> lie : java.util.List.<Consumer<SoftKey>>of(
                key -> key.origin = "https://evil.example", key -> key.rpId = "evil.example",
                key -> key.flags = SoftKey.PRESENT, key -> key.flags = SoftKey.VERIFIED,
                key -> key.type = "webauthn.get", key -> key.crossOrigin = true)) {
            SoftKey key = new SoftKey();
            lie.accept(key);
            assertEquals(Why.BAD_PASSKEY, assertInstanceOf(FactorOutcome.Refused.class,
                    register("eva", key, Mfa.NONE)).why());
        }
        assertTrue(world.accounts.find(EVA).orElseThrow().factors().isEmpty());
    }

    @Test
    void aPasskeyIsRegisteredOnce() {
        SoftKey key = registered("eva");
        assertInstanceOf(FactorOutcome.Refused.class, register("eva", key, Mfa.PHISHING_RESISTANT));
    }

    @Test
    void anAddressInsteadOfANameHasNoPasskeys() {
        for (String host : new String[]{"127.0.0.1", "192.0.2.7", "[::1]", "2001:db8::1"}) {
            assertEquals(Optional.empty(), PasskeyDesk.rpId(host));
        }
        assertEquals(Optional.of("gw.example.com"), PasskeyDesk.rpId("gw.example.com"));
        assertEquals(Optional.of("localhost"), PasskeyDesk.rpId("localhost"));
    }

    /** Answers that are none, each in another way; what is not named here is as an honest browser sends it. */
    private static List<String> malformed(String honest) {
        Json.Obj answer = JsonParser.parseObject(honest, 1 << 16, 8);
        List<String> all = new ArrayList<>(
                List.of("", "null", "[]", "{}", "\"\"", "{\"id\":1}", "x".repeat(9000)));
        for (String field : List.of("id", "rawId", "type", "response")) {
            for (Json bad : List.of(new Json.Null(), new Json.Str(""), new Json.Str("!"), new Json.Num(1),
                    Json.object().build(), Json.array(List.of()))) {
                all.add(with(answer, field, bad).text());
            }
        }
        for (String field : List.of("clientDataJSON", "authenticatorData", "signature")) {
            for (Json bad : List.of(new Json.Null(), new Json.Str(""), new Json.Str("!"), new Json.Str("A"),
                    new Json.Num(1), Json.object().build())) {
                all.add(with(answer, "response", with(answer.object("response"), field, bad)).text());
            }
        }
        for (String bad : List.of("AA", "{}", "[]", "{\"type\":null,\"challenge\":null,\"origin\":null}",
                "{\"type\":\"webauthn.get\",\"challenge\":\"\",\"origin\":\"https://console.test\"}",
                "{\"type\":\"webauthn.get\",\"challenge\":\"AA\",\"origin\":\"https://console.test\",\"crossOrigin\":7}")) {
            all.add(with(answer, "response", with(answer.object("response"), "clientDataJSON",
                    new Json.Str(Webauthn.base64(bad.getBytes(UTF_8))))).text());
        }
        all.add(with(answer, "response", with(answer.object("response"), "authenticatorData",
                new Json.Str(Webauthn.base64(new byte[36])))).text());
        return all;
    }

    private static Json.Obj with(Json.Obj object, String field, Json value) {
        Map<String, Json> fields = new LinkedHashMap<>(object.fields());
        fields.put(field, value);
        return new Json.Obj(fields);
    }

    @Test
    void whatIsNoAnswerIsRefusedByItsFormAndNobodyReadsOfIt() {
        SoftKey key = registered("eva");
        Logger log = Logger.getLogger(Webauthn.class.getName());
        List<LogRecord> said = new ArrayList<>();
        Handler listening = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(listening);
        try {
            Webauthn webauthn = new Webauthn("console.test");
            for (String bad : malformed(key.get(desk.signIn(BROWSER, HERE).orElseThrow()))) {
                assertEquals(Optional.empty(), BrowserAnswer.used(bad), bad);
                assertTrue(webauthn.named(bad).isEmpty(), bad);
                desk.signIn(BROWSER, HERE);
                refused(desk.enter(BROWSER, bad));
                assertTrue(webauthn.registered(bad, new byte[32], AccountsWorld.ORIGIN, "x",
                        java.time.Instant.EPOCH).isEmpty(), bad);
            }
        } finally {
            log.removeHandler(listening);
        }
        assertEquals(List.of(), said.stream().map(LogRecord::getMessage).toList());
        proven(enter(key));
    }

    @Test
    void anAnswerWithMoreInItThanIsReadIsGood() {
        SoftKey key = registered("eva");
        Json.Obj honest = JsonParser.parseObject(key.get(desk.signIn(BROWSER, HERE).orElseThrow()), 1 << 16,
                8);
        Json.Obj more = with(with(with(honest, "authenticatorAttachment", new Json.Str("platform")),
                "clientExtensionResults",
                Json.object().put("credProps", Json.object().put("rk", true).build()).build()),
                "response", with(honest.object("response"), "somethingNew", new Json.Null()));
        proven(desk.enter(BROWSER, more.text()));
    }

    @Property(tries = 300)
    void noGarbageIsAnAnswer(@ForAll String garbage) {
        Webauthn webauthn = new Webauthn("console.test");
        for (String answer : new String[]{garbage, "{\"id\":\"" + garbage + "\"}", "null", "[]", "{}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":null}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AA\"}}"}) {
            assertTrue(webauthn.registered(answer, new byte[32], AccountsWorld.ORIGIN, "x",
                    java.time.Instant.EPOCH).isEmpty());
            assertTrue(webauthn.named(answer).isEmpty(), answer);
        }
    }
}
