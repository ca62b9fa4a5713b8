package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.account.AuthenticatorApp;
import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.account.EnrolmentLinks;
import io.sallyport.broker.account.SoftKey;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.console.ConsoleWorld.Browser;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AUTH-2, AUTH-4, WEB-2, WEB-3: accounts of the embedded directory through the console's doors. */
final class AccountPagesTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final String PASSWORD = "nine green bottles on a wall";
    private static final String ORIGIN = "https://console.test";
    private final World world;
    private final EmbeddedAccounts accounts;
    private final ConsoleWorld console;

    AccountPagesTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        var domain = world.domain;
        this.accounts = EmbeddedAccounts.open(new EmbeddedAccounts.Parts(folder.resolve("accounts"),
                folder.resolve("accounts.key"), domain.trail(), domain.people(),
                person -> domain.signIn().endAll(person), "console.test", () -> URI.create(ORIGIN),
                world.clock, world.clock::nanos, world.random));
        this.console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new DeskPolicies(world.policies(true)), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of, Confirmations.NONE,
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk()), Joining.NONE,
                        ProviderBook.NONE, ServiceBook.NONE, WaitingList.NONE, Optional.empty(),
                        Optional.empty(),
                        Optional.of(accounts)),
                world.clock);
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String found(String pattern, String in) {
        Matcher matcher = Pattern.compile(pattern).matcher(in);
        assertTrue(matcher.find(), pattern + " in " + in);
        return matcher.group(1);
    }

    private WebSession session(Browser browser) {
        return world.domain.signIn().session(browser.cookie().split("=", 2)[1]).orElseThrow();
    }

    private boolean alive(Browser browser) {
        return world.domain.signIn().look(browser.cookie().split("=", 2)[1]).isPresent();
    }

    /** The browser that this answer signs in. */
    private Browser browser(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer.body());
        String cookie = ConsoleWorld.setCookie(answer).split(";", 2)[0];
        return new Browser(cookie, world.domain.signIn().session(cookie.split("=", 2)[1]).orElseThrow()
                .csrfToken());
    }

    private HttpResponse<String> post(Browser browser, String path, String fields) {
        return console.post(path, browser, "_csrf=" + browser.csrf() + "&" + fields);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    private Browser entered(String name) {
        return browser(console.post("/account/enter", Browser.STRANGER,
                "code=" + accounts.links().make(new PersonName(name), EnrolmentLinks.BY_KEY)));
    }

    /** Enrols password and app through the pages, and returns app and browser. */
    private record Enrolled(AuthenticatorApp app, Browser browser) {}

    private Enrolled enrolled(String name) {
        accounts.opening().open(new PersonName(name), false);
        Browser browser = entered(name);
        assertEquals("/account",
                location(post(browser, "/account/password", "password=" + encoded(PASSWORD))));
        String page = post(browser, "/account/totp", "").body();
        AuthenticatorApp app = new AuthenticatorApp(found("id=\"totp-secret\">([A-Z2-7 ]+)<", page));
        HttpResponse<String> confirmed = post(browser, "/account/totp/confirm",
                "code=" + app.code(world.clock.instant()));
        Browser raised = browser(confirmed);
        assertEquals(Mfa.OTP, session(raised).assurance().level());
        assertFalse(alive(browser), "the session id must change");
        world.clock.advance(Duration.ofSeconds(30));
        return new Enrolled(app, raised);
    }

    private HttpResponse<String> enter(String fields) {
        return console.post("/sign-in/account", Browser.STRANGER, fields);
    }

    private String fields(String name, String password, String code) {
        return "name=" + encoded(name) + "&password=" + encoded(password) + "&code=" + encoded(code);
    }

    private String code(Enrolled eva) {
        return eva.app.code(world.clock.instant());
    }

    @Test
    void passwordAndCodeOpenASessionOfThatStrength() {
        Enrolled eva = enrolled("eva");
        Browser browser = browser(enter(fields("eva", PASSWORD, code(eva))));
        assertEquals(Mfa.OTP, session(browser).assurance().level());
        assertEquals(EVA, session(browser).person());
        assertEquals(200, console.get("/requests", browser).statusCode());
        assertEquals(Optional.of("otp"),
                world.journalled("console-signed-in").getLast().optionalString("level"));
    }

    @Test
    void whatIsWrongIsNotToldByASingleByte() {
        Enrolled eva = enrolled("eva");
        HttpResponse<String> wrongCode = enter(fields("eva", PASSWORD, "000000"));
        assertEquals(403, wrongCode.statusCode());
        for (String other : List.of(fields("eva", "a wrong password", code(eva)),
                fields("nobody", PASSWORD, code(eva)), fields("ada", PASSWORD, code(eva)))) {
            HttpResponse<String> answer = enter(other);
            assertEquals(wrongCode.body(), answer.body());
            assertEquals(403, answer.statusCode());
            assertTrue(ConsoleWorld.setCookie(answer).isEmpty());
        }
    }

    @Test
    void aMissingFieldIsANo() {
        Enrolled eva = enrolled("eva");
        String name = "name=eva";
        String password = "password=" + encoded(PASSWORD);
        String code = "code=" + code(eva);
        for (String fields : List.of("", name, name + "&" + password, name + "&" + code,
                password + "&" + code, name + "&" + password + "&code=", name + "&password=&" + code)) {
            HttpResponse<String> answer = enter(fields);
            assertTrue(answer.statusCode() == 403 || answer.statusCode() == 429, fields);
            assertTrue(ConsoleWorld.setCookie(answer).isEmpty(), fields);
            world.clock.advance(Duration.ofMinutes(5));
        }
        assertEquals(400, enter(name + "&name=ada&" + password + "&" + code).statusCode());
    }

    @Test
    void aReplayedCodeIsANo() {
        Enrolled eva = enrolled("eva");
        String code = code(eva);
        browser(enter(fields("eva", PASSWORD, code)));
        assertEquals(403, enter(fields("eva", PASSWORD, code)).statusCode());
    }

    @Test
    void nothingThatWasTypedIsWrittenBack() {
        enrolled("eva");
        String body = enter(fields("deadbeefcafe", "a very secret word", "abcabcabc")).body();
        for (String typed : List.of("deadbeefcafe", "a very secret word", "abcabcabc")) {
            assertFalse(body.contains(typed));
        }
    }

    @Test
    void whoGuessesIsToldToWait() {
        enrolled("eva");
        for (int i = 0; i < 6; i++) {
            assertEquals(403, enter(fields("eva", "a wrong password", "000000")).statusCode());
        }
        assertEquals(429, enter(fields("eva", "a wrong password", "000000")).statusCode());
    }

    @Test
    void anIdThatWasThereBeforeSignInIsNotTheOneAfter() {
        Enrolled eva = enrolled("eva");
        Browser planted = new Browser("__Host-sallyport=planted-by-somebody", "");
        Browser browser = browser(console.post("/sign-in/account", planted,
                fields("eva", PASSWORD, code(eva))));
        assertNotEquals(planted.cookie(), browser.cookie());
        assertTrue(world.domain.signIn().session("planted-by-somebody").isEmpty());
    }

    @Test
    void signingInAsAnotherEndsWhoWasSignedIn() {
        Enrolled eva = enrolled("eva");
        Browser ada = console.signIn(world.person("ada"));
        Browser browser = browser(post(ada, "/sign-in/account", fields("eva", PASSWORD, code(eva))));
        assertEquals(EVA, session(browser).person());
        assertFalse(alive(ada));
    }

    @Test
    void anotherSiteSignsNobodyInAndChangesNothing() {
        Enrolled eva = enrolled("eva");
        for (String path : List.of("/sign-in/account", "/sign-in/passkey", "/sign-in/passkey/options",
                "/account/enter", "/account/password", "/account/totp", "/account/recovery",
                "/account/raise")) {
            assertEquals(403, console.send(eva.browser.with(console.form(path,
                    "_csrf=" + eva.browser.csrf() + "&" + fields("eva", PASSWORD, code(eva))))
                    .header("Sec-Fetch-Site", "cross-site").header("Origin", "https://evil.test"))
                    .statusCode(), path);
        }
    }

    @Test
    void withoutTheSessionsTokenNothingChanges() {
        Enrolled eva = enrolled("eva");
        for (String path : List.of("/account/password", "/account/totp", "/account/totp/confirm",
                "/account/totp/remove", "/account/passkeys/options", "/account/passkeys",
                "/account/passkeys/000000000000/remove", "/account/recovery", "/account/raise",
                "/account/raise/passkey", "/account/raise/passkey/options")) {
            assertEquals(403, console.post(path, eva.browser, "password=" + encoded("another good password"))
                    .statusCode(), path);
            assertEquals(303, console.post(path, Browser.STRANGER, "").statusCode(), path);
        }
    }

    @Test
    void aScriptsTokenChangesNoFactor() {
        Enrolled eva = enrolled("eva");
        String token = session(eva.browser).id();
        for (String path : List.of("/account/password", "/account/totp", "/account/recovery",
                "/account/raise")) {
            assertEquals(403, console.send(console.form(path, "password=" + encoded("another good password"))
                    .header("Authorization", "Bearer " + token)).statusCode(), path);
        }
        assertEquals(0, accounts.factors().view(EVA, session(eva.browser).assurance()).recovery());
    }

    @Test
    void aKeyAloneIsSentToProveMoreOnceThereIsASecondFactor() {
        Enrolled eva = enrolled("eva");
        Browser thief = entered("eva");
        assertEquals(Mfa.NONE, session(thief).assurance().level());
        for (String path : List.of("/account/totp", "/account/recovery")) {
            assertEquals("/account/raise?next=/account", location(post(thief, path, "")), path);
        }
        assertTrue(console.get("/account", thief).body().contains("data-why=\"PROVE_FIRST\""));
        assertFalse(console.get("/account", thief).body().contains("data-action=\"totp\""));
        Browser owner = browser(post(thief, "/account/raise", "next=/account&code=" + code(eva)));
        assertTrue(console.get("/account", owner).body().contains("data-action=\"totp\""));
    }

    @Test
    void raisingChangesTheSessionsIdAndItsToken() {
        Enrolled eva = enrolled("eva");
        Browser low = console.signIn(world.person("eva"));
        HttpResponse<String> raised = post(low, "/account/raise", "next=/requests&code=" + code(eva));
        assertEquals("/requests", location(raised));
        Browser high = browser(raised);
        assertNotEquals(low.cookie(), high.cookie());
        assertNotEquals(low.csrf(), high.csrf());
        assertFalse(alive(low));
        assertEquals(Mfa.OTP, session(high).assurance().level());
    }

    @Test
    void theCodeOfAnotherPersonRaisesNothing() {
        Enrolled emil = enrolled("emil");
        enrolled("eva");
        Browser eva = console.signIn(world.person("eva"));
        assertEquals(403, post(eva, "/account/raise", "code=" + code(emil)).statusCode());
        assertEquals(Mfa.NONE, session(eva).assurance().level());
    }

    @Test
    void noOtherSiteIsNext() {
        for (String bad : List.of("https://evil.test", "//evil.test", "/\\evil.test", "/%2fevil.test", "",
                "/a?b=//evil.test", "javascript:alert(1)", "/a\nb", "/..//evil.test")) {
            assertEquals("/account", RaiseRoutes.next(Optional.of(bad)), bad);
        }
        assertEquals("/confirm/abc-1", RaiseRoutes.next(Optional.of("/confirm/abc-1")));
        assertEquals("/account", RaiseRoutes.next(Optional.empty()));
    }

    @Test
    void aLinkWorksOnceAndAWrongOneNever() {
        accounts.opening().open(EVA, false);
        String code = accounts.links().make(EVA, EnrolmentLinks.BY_KEY);
        browser(console.post("/account/enter", Browser.STRANGER, "code=" + code));
        for (String bad : List.of(code, "", "0".repeat(32))) {
            HttpResponse<String> no = console.post("/account/enter", Browser.STRANGER, "code=" + bad);
            assertEquals(403, no.statusCode());
            assertTrue(ConsoleWorld.setCookie(no).isEmpty());
        }
    }

    @Test
    void aLinkLeadsNobodyInOnceTheKeyThatObtainedItIsGone() {
        accounts.opening().open(EVA, false);
        Optional<ShownFactor> key = Optional.of(ShownFactor.key(world.keyOf("eva")));
        Browser in = browser(console.post("/account/enter", Browser.STRANGER,
                "code=" + accounts.links().make(EVA, EnrolmentLinks.BY_KEY, key)));
        String code = accounts.links().make(EVA, EnrolmentLinks.BY_KEY, key);
        assertTrue(alive(in));
        world.domain.trail().record(at -> new DirectoryEvent.KeyRemoved(at, Actor.of(EVA), EVA,
                world.keyOf("eva")));
        assertFalse(alive(in));
        assertEquals(403, console.post("/account/enter", Browser.STRANGER, "code=" + code).statusCode());
    }

    @Test
    void secretsAreShownOnceAndNeverAgain() {
        Enrolled eva = enrolled("eva");
        String page = post(eva.browser, "/account/recovery", "").body();
        String code = found("<li>([a-z2-7-]{19})</li>", page);
        String account = console.get("/account", eva.browser).body();
        assertFalse(account.contains(code) || account.contains("otpauth") || account.contains("argon2"));
        assertTrue(account.contains("10 left"));
        Browser browser = browser(enter(fields("eva", PASSWORD, code)));
        assertEquals(Mfa.OTP, session(browser).assurance().level());
        assertEquals(403, enter(fields("eva", PASSWORD, code)).statusCode());
    }

    private Json.Obj json(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonParser.parseObject(answer.body().getBytes(StandardCharsets.UTF_8), 1 << 16, 8);
    }

    private SoftKey withPasskey(Browser browser) {
        SoftKey key = new SoftKey();
        key.origin = ORIGIN;
        String answer = key.create(json(post(browser, "/account/passkeys/options", "")));
        assertEquals("/account", location(post(browser, "/account/passkeys",
                "label=%3Cphone%3E&credential=" + encoded(answer))));
        return key;
    }

    @Test
    void aPasskeySignsInAloneAndForTheBrowserThatWasAsked() {
        SoftKey key = withPasskey(enrolled("eva").browser);
        HttpResponse<String> asked = console.post("/sign-in/passkey/options", Browser.STRANGER, "");
        String cookie = ConsoleWorld.setCookie(asked);
        assertTrue(
                cookie.matches("__Host-sallyport-asked=[0-9a-f]{32}; Path=/; Max-Age=120; Secure; HttpOnly;"
                        + " SameSite=Strict"),
                cookie);
        String answer = "credential=" + encoded(key.get(json(asked)));
        assertEquals(403, console.post("/sign-in/passkey", Browser.STRANGER, answer).statusCode());
        Browser same = new Browser(cookie.split(";", 2)[0], "");
        Browser browser = browser(console.post("/sign-in/passkey", same, answer));
        assertEquals(Mfa.PHISHING_RESISTANT, session(browser).assurance().level());
        assertEquals(403, console.post("/sign-in/passkey", same, answer).statusCode());
    }

    @Test
    void aPasskeyRaisesItsOwnersSessionAndNoOther() {
        SoftKey key = withPasskey(enrolled("eva").browser);
        Browser low = console.signIn(world.person("eva"));
        Json.Obj asked = json(post(low, "/account/raise/passkey/options", ""));
        Browser high = browser(post(low, "/account/raise/passkey", "credential=" + encoded(key.get(asked))));
        assertEquals(Mfa.PHISHING_RESISTANT, session(high).assurance().level());
        assertFalse(alive(low));
        withPasskey(enrolled("emil").browser);
        Browser emil = console.signIn(world.person("emil"));
        Json.Obj emils = json(post(emil, "/account/raise/passkey/options", ""));
        assertEquals(403, post(emil, "/account/raise/passkey", "credential=" + encoded(key.get(emils)))
                .statusCode());
    }

    @Test
    void aRemovedPasskeyEndsWhatItOpenedAndNothingElse() {
        Enrolled eva = enrolled("eva");
        SoftKey lost = withPasskey(eva.browser);
        Browser stolen = byPasskey(lost);
        String id = found("data-passkey-id=\"([0-9a-f]{12})\"", console.get("/account", stolen).body());
        SoftKey kept = withPasskey(byPasskey(lost));
        Browser owner = byPasskey(kept);
        assertEquals("/account", location(post(owner, "/account/passkeys/" + id + "/remove", "")));
        assertFalse(alive(stolen));
        assertTrue(alive(owner));
        assertTrue(alive(eva.browser));
    }

    private Browser byPasskey(SoftKey key) {
        HttpResponse<String> asked = console.post("/sign-in/passkey/options", Browser.STRANGER, "");
        Browser same = new Browser(ConsoleWorld.setCookie(asked).split(";", 2)[0], "");
        return browser(console.post("/sign-in/passkey", same, "credential=" + encoded(key.get(json(asked)))));
    }

    @Test
    void aReplacedAppEndsWhatTheOldOneOpenedAndWhoReplacedItGoesOn() {
        Enrolled eva = enrolled("eva");
        Browser other = browser(enter(fields("eva", PASSWORD, code(eva))));
        String page = post(eva.browser, "/account/totp", "").body();
        AuthenticatorApp app = new AuthenticatorApp(found("id=\"totp-secret\">([A-Z2-7 ]+)<", page));
        Browser now = browser(post(eva.browser, "/account/totp/confirm",
                "code=" + app.code(world.clock.instant())));
        assertFalse(alive(other));
        assertFalse(alive(eva.browser));
        assertEquals(Mfa.OTP, session(now).assurance().level());
        assertEquals(200, console.get("/account", now).statusCode());
    }

    @Test
    void aPasskeysNameIsShownAsTextAndItCanBeRemoved() {
        Enrolled eva = enrolled("eva");
        withPasskey(eva.browser);
        Browser low = console.signIn(world.person("eva"));
        assertEquals("/account/raise?next=/account", location(post(low, "/account/totp", "")));
        String page = console.get("/account", eva.browser).body();
        assertTrue(page.contains("&lt;phone&gt;"), page);
        String id = found("data-passkey-id=\"([0-9a-f]{12})\"", page);
        // One passkey there is, so a code is not enough any more.
        assertEquals("/account/raise?next=/account",
                location(post(eva.browser, "/account/passkeys/" + id + "/remove", "")));
    }

    @Test
    void aBadPasswordIsExplainedAndNotRepeated() {
        accounts.opening().open(EVA, false);
        HttpResponse<String> no = post(entered("eva"), "/account/password", "password=elevenchars");
        assertEquals(403, no.statusCode());
        assertTrue(no.body().contains("at least 12 characters") && !no.body().contains("elevenchars"));
    }

    @Test
    void otherWaysInAreOfferedOnlyWhereThereAreAccounts() {
        assertFalse(console.get("/sign-in", Browser.STRANGER).body().contains("/sign-in/account"));
        accounts.opening().open(EVA, false);
        assertTrue(console.get("/sign-in", Browser.STRANGER).body().contains("/sign-in/account"));
    }
}
