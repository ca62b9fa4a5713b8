package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.console.ConsoleWorld.Browser;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.stepup.Dialogue;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.broker.stepup.Need;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page on which somebody says that a connection is theirs, over HTTP. */
@Timeout(60)
final class ConfirmPageTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final TargetName WEB = new TargetName("web-1");

    @TempDir
    Path folder;
    private World world;
    private ConsoleWorld console;
    private KeyHolder holder;

    @BeforeEach
    void open() throws Exception {
        world = World.in(folder);
        open(Confirmations.Raise.EMBEDDED, "console");
    }

    private void open(Confirmations.Raise raise, String name) throws Exception {
        var domain = world.domain;
        console = new ConsoleWorld(Files.createDirectories(folder.resolve(name)),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new FakePolicies(), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of,
                        Confirmations.by(domain.stepUp(), domain.signIn(), raise),
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk())));
        holder = new KeyHolder(EVA, world.keyOf("eva"), World.HOME.getAddress(), Mfa.NONE);
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private Attempt waiting() {
        Need need = new Need(Mfa.OTP, new TreeSet<>(Set.of(WEB)), new TreeSet<>(Set.of("CHG-7<b>")));
        return assertInstanceOf(Dialogue.Step.Wait.class,
                new Dialogue(world.domain.stepUp(), holder, need, "https://gw").answer("")).attempt();
    }

    private Browser browser(String who, Mfa level, Duration ago) {
        WebSession session = world.domain.signIn().open(new PersonName(who),
                new Assurance(level, ConsoleWorld.TIME.instant().minus(ago)), Optional.empty()).orElseThrow();
        return new Browser(Callers.COOKIE + "=" + session.id(), session.csrfToken());
    }

    private Browser eva() {
        return browser("eva", Mfa.OTP, Duration.ofMinutes(1));
    }

    private String page(Attempt attempt, Browser browser, int status) {
        HttpResponse<String> page = console.get("/confirm/" + attempt.token(), browser);
        assertEquals(status, page.statusCode(), page.body());
        return page.body();
    }

    private HttpResponse<String> press(Attempt attempt, String button, Browser browser) {
        return console.post("/confirm/" + attempt.token() + "/" + button, browser, "_csrf=" + browser.csrf());
    }

    private Mfa level() {
        return world.domain.stepUp().shown(holder, WEB);
    }

    @Test
    void whereThereIsNowhereToProveMoreThePagesSaySoAndWhomToAsk() throws Exception {
        console.close();
        open(Confirmations.Raise.NOWHERE, "nowhere");
        Attempt attempt = waiting();
        Browser weak = browser("eva", Mfa.NONE, Duration.ofMinutes(1));
        String page = page(attempt, weak, 200);
        assertTrue(page.contains("id=\"nowhere\"") && page.contains("Tell your administrator."), page);
        assertFalse(page.contains("data-action=\"prove\""), page);
        assertEquals(403, press(attempt, "yes", weak).statusCode());
        assertEquals(Mfa.NONE, level());
        assertTrue(console.get("/confirm", weak).body().contains("Tell your administrator."));
        HttpResponse<String> raise = console.get("/account/raise?next=/inbox", weak);
        assertEquals(409, raise.statusCode(), raise.body());
        assertTrue(raise.body().contains("data-reason=\"nowhere-to-prove\"")
                && raise.body().contains("Tell your administrator."), raise.body());
        assertEquals(200, press(attempt, "no", weak).statusCode(), "a no needs no proof");
    }

    @Test
    void whereTheProviderIsToBeAskedTheRaisePageSendsThere() throws Exception {
        console.close();
        open(Confirmations.Raise.oidc(Mfa.PHISHING_RESISTANT::equals), "there");
        HttpResponse<String> raise = console.get("/account/raise?next=/inbox", eva());
        assertEquals(303, raise.statusCode(), raise.body());
        assertEquals("/sign-in/oidc?level=phishing-resistant&return=/inbox",
                raise.headers().firstValue("location").orElseThrow());
    }

    @Test
    void thePageShowsWhoFromWhereByWhichKeyAndForWhatAndTakesAYesOnce() {
        Attempt attempt = waiting();
        String page = page(attempt, eva(), 200);
        for (String shown : List.of("Eva Engineer", "192.0.2.7", holder.key().value(), "web-1",
                "CHG-7&lt;b&gt;", attempt.code())) {
            assertTrue(page.contains(shown), shown + " in " + page);
        }
        HttpResponse<String> yes = press(attempt, "yes", eva());
        assertEquals(200, yes.statusCode(), yes.body());
        assertTrue(yes.body().contains("data-how=\"confirmed\""));
        assertEquals(Attempt.End.CONFIRMED, attempt.end().join());
        assertEquals(Mfa.OTP, level());
        assertEquals(404, press(attempt, "yes", eva()).statusCode());
        page(attempt, eva(), 404);
    }

    @Test
    void nobodyElseSeesOrConfirmsIt() {
        Attempt attempt = waiting();
        Browser emil = browser("emil", Mfa.PHISHING_RESISTANT, Duration.ZERO);
        String page = page(attempt, emil, 404);
        assertFalse(page.contains("web-1") || page.contains("192.0.2.7") || page.contains("Eva Engineer"),
                page);
        assertEquals(404, press(attempt, "yes", emil).statusCode());
        assertEquals(404, press(attempt, "no", emil).statusCode());
        assertFalse(attempt.end().isDone());
    }

    @Test
    void aCodeFromSshIsNoSecondProof() {
        Attempt attempt = waiting();
        Browser code = console.signIn(world.person("eva"));
        String page = page(attempt, code, 200);
        assertTrue(page.contains("data-enough=\"false\"") && !page.contains("data-action=\"confirm\"")
                && page.contains("/account/raise?next=/confirm/" + attempt.token()), page);
        assertEquals(403, press(attempt, "yes", code).statusCode());
        assertEquals(Mfa.NONE, level());
    }

    @Test
    void aProofOfLongAgoIsNotEnough() {
        Attempt attempt = waiting();
        assertEquals(403, press(attempt, "yes", browser("eva", Mfa.OTP,
                ConfirmRoutes.FRESH.plusSeconds(1))).statusCode());
        assertEquals(200, press(attempt, "yes", browser("eva", Mfa.OTP, ConfirmRoutes.FRESH)).statusCode());
    }

    @Test
    void thisWasNotMeEndsItWhateverTheSignIn() {
        Attempt attempt = waiting();
        HttpResponse<String> no = press(attempt, "no", console.signIn(world.person("eva")));
        assertTrue(no.body().contains("data-how=\"denied\""), no.body());
        assertEquals(Attempt.End.DENIED, attempt.end().join());
        assertEquals(1, world.journalled("step-up-denied").size());
    }

    @Test
    void strangersGetTheSamePageForEveryLink() {
        Attempt attempt = waiting();
        String good = page(attempt, Browser.STRANGER, 200);
        HttpResponse<String> bad = console.get("/confirm/" + "0".repeat(32), Browser.STRANGER);
        assertEquals(good, bad.body());
        assertTrue(good.contains("Sign in first"), good);
    }

    @Test
    void theShortCodeLeadsToThePage() {
        Attempt attempt = waiting();
        Browser eva = eva();
        HttpResponse<String> found = console.post("/confirm", eva, "_csrf=" + eva.csrf() + "&code="
                + attempt.code().replace("-", "").toLowerCase(java.util.Locale.ROOT));
        assertEquals("/confirm/" + attempt.token(), found.headers().firstValue("location").orElse(""));
        assertEquals(404, console.post("/confirm", eva, "_csrf=" + eva.csrf() + "&code=BCDF-GHJK")
                .statusCode());
    }

    @Test
    void anotherSiteOrAScriptCannotSayYes() {
        Attempt attempt = waiting();
        Browser eva = eva();
        assertEquals(403, console.send(eva.with(console.form("/confirm/" + attempt.token() + "/yes", ""))
                .header("Sec-Fetch-Site", "cross-site")).statusCode());
        assertEquals(403, press(attempt, "yes", new Browser(eva.cookie(), "wrong")).statusCode());
        String id = eva.cookie().substring(eva.cookie().indexOf('=') + 1);
        assertEquals(403, console.send(console.form("/confirm/" + attempt.token() + "/yes", "")
                .header("Authorization", "Bearer " + id)).statusCode());
        assertFalse(attempt.end().isDone());
    }
}
