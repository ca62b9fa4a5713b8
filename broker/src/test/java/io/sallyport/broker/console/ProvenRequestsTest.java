package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.console.ConsoleWorld.Browser;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.stepup.StepUpSettings;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asking and approving in the console carry what was proven in that session, as long as such a proof counts. */
@Timeout(60)
final class ProvenRequestsTest {
    private static final Duration REMEMBER = StepUpSettings.STANDARD.remember();
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme
                title: Acme
                who: { group: acme/ops, mfa: otp }
                where: { env: staging }
                login: deploy
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true }
            """;

    @TempDir
    Path folder;
    private World world;
    private ConsoleWorld console;

    @BeforeEach
    void open() throws Exception {
        world = World.in(folder);
        world.domain.policy().activate(World.policy(folder, "mfa", RULES), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
        var domain = world.domain;
        console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock, REMEMBER),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new FakePolicies(), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of,
                        Confirmations.by(domain.stepUp(), domain.signIn(), Confirmations.Raise.EMBEDDED),
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk())));
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private Browser browser(String who, Mfa level, Duration ago) {
        WebSession session = world.domain.signIn().open(new PersonName(who),
                new Assurance(level, world.clock.instant().minus(ago)), Optional.empty()).orElseThrow();
        return new Browser(Callers.COOKIE + "=" + session.id(), session.csrfToken());
    }

    private HttpResponse<String> ask(Browser browser) {
        return console.post("/requests", browser,
                "_csrf=" + browser.csrf()
                        + "&target=web-1&login=deploy&for=PT1H&ticket=CHG-7&reason=the+disk+is+full");
    }

    private Json.Obj filed() {
        return world.journalled("request-filed").getLast();
    }

    @Test
    void aFreshProofOfTheSessionCountsForWhatIsAskedForThere() {
        Instant shown = world.clock.instant().minus(Duration.ofMinutes(30));
        HttpResponse<String> asked = ask(browser("eva", Mfa.OTP, Duration.ofMinutes(30)));
        assertEquals(303, asked.statusCode(), asked.body());
        assertEquals("otp " + shown, filed().string("mfa") + " " + filed().string("mfa_at"));
    }

    @Test
    void aSessionByAKeyAloneAndAStaleProofAreWorthNothing() {
        for (Browser browser : List.of(browser("eva", Mfa.NONE, Duration.ZERO),
                browser("eva", Mfa.PHISHING_RESISTANT, REMEMBER))) {
            HttpResponse<String> refused = ask(browser);
            assertEquals(403, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("First prove that it is you.")
                    && refused.body().contains("href=\"/account/raise?next=/targets\""), refused.body());
            assertFalse(refused.body().contains("gw confirm"), refused.body());
        }
        assertEquals(List.of(), world.journalled("request-filed"));
        // A moment before its end it still counts.
        assertEquals(303, ask(browser("eva", Mfa.OTP, REMEMBER.minusMillis(1))).statusCode());
    }

    @Test
    void anApprovalCarriesTheProofOfTheApproversSession() {
        for (Mfa level : List.of(Mfa.PHISHING_RESISTANT, Mfa.NONE)) {
            ask(browser("eva", Mfa.OTP, Duration.ZERO));
            AccessRequest request = world.domain.requestViews().inbox(world.person("otto")).getFirst();
            Browser otto = browser("otto", level, Duration.ofMinutes(1));
            HttpResponse<String> yes = console.post("/inbox/" + request.id() + "/approve", otto,
                    "_csrf=" + otto.csrf() + "&hash=" + request.hash());
            assertEquals(303, yes.statusCode(), yes.body());
            Json.Obj approved = world.journalled("request-approved").getLast();
            assertEquals(level == Mfa.NONE ? Optional.empty() : Optional.of("phishing-resistant"),
                    approved.optionalString("mfa"));
            assertEquals(level != Mfa.NONE, approved.has("mfa_at"));
        }
    }

    @Test
    void anApproversStaleProofIsNotWrittenDown() {
        ask(browser("eva", Mfa.OTP, Duration.ZERO));
        AccessRequest request = world.domain.requestViews().inbox(world.person("otto")).getFirst();
        Browser otto = browser("otto", Mfa.OTP, REMEMBER);
        assertEquals(303, console.post("/inbox/" + request.id() + "/approve", otto,
                "_csrf=" + otto.csrf() + "&hash=" + request.hash()).statusCode());
        assertFalse(world.journalled("request-approved").getFirst().has("mfa"));
    }
}
