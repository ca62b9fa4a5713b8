package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.provider.InvitationForm;
import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.broker.waiting.WaitingViews;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers as pages and over REST, over the broker's own desks: who may do what, and that others learn nothing (WEB-6). */
final class ProviderConsoleTest {
    private static final String ALL = "emil eva mona";

    private final World world;
    private final ConsoleWorld console;

    // ada sponsors acme, mona manages it; gary manages globex; adam administers.
    ProviderConsoleTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        var _ = world.adopt(World.text()
                .replace("kind: provider, title: Acme Managed Services }",
                        "kind: provider, title: 'Acme <b>', sponsor: ada, contacts: [\"+49 1\"],"
                                + " mail_domains: [acme.example], groups: [acme/ops], roster: 30d }\n"
                                + "  - { name: globex, kind: provider, title: Globex }")
                .replace("engagements:\n",
                        "  - { name: mona, full_name: Mona Manager, organisation: acme, roles: [manager], keys: [\""
                                + World.key(30)
                                + "\"] }\n  - { name: gary, organisation: globex, roles: [manager], keys: [\""
                                + World.key(31) + "\"] }\n"
                                + "  - { name: adam, organisation: example, roles: [administrator], keys: [\""
                                + World.key(32) + "\"] }\nengagements:\n"));
        var domain = world.domain;
        this.console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new FakePolicies(), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of, Confirmations.NONE,
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk()), Joining.NONE,
                        ProviderBook.of(domain.providers()), ServiceBook.NONE,
                        new WaitingViews(domain.keys(), domain.departures().views(), domain.providers(),
                                domain.services(),
                                world.clock)::of,
                        Optional.empty(), Optional.empty(), Optional.empty()),
                world.clock);
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private ConsoleWorld.Browser as(String who) {
        return console.signIn(world.person(who));
    }

    private HttpResponse<String> post(ConsoleWorld.Browser browser, String path, String... fields) {
        StringBuilder form = new StringBuilder("_csrf=").append(browser.csrf());
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return console.post(path, browser, form.toString());
    }

    private static Json.Obj json(HttpResponse<String> response) {
        return JsonParser.parseObject(response.body(), 1 << 20, 12);
    }

    private String invited(String by) {
        return ((InvitationOutcome.Done) world.domain.providers().invitations().invite(world.person(by),
                new InvitationForm(new OrganisationName("acme"), "nina@acme.example",
                        "Nina <script>alert(1)</script>", Set.of())))
                .invitation().id().value();
    }

    @Test
    void aManagerInvitesTheSponsorAgreesAndTheLinkIsShownOnce() {
        ConsoleWorld.Browser mona = as("mona");
        HttpResponse<String> asked = post(mona, "/providers/acme/invitations", "mail", "nina@acme.example",
                "full_name", "Nina New", "group", "acme/ops");
        assertEquals(303, asked.statusCode(), asked.body());
        String page = console.get("/providers/acme", mona).body();
        assertTrue(page.contains("waits for the company") && page.contains("Nina New"), page);
        assertFalse(page.contains("data-action=\"agree\"") || page.contains("data-action=\"link\""), page);
        String id = json(
                console.api("GET", "/api/v1/providers/acme", console.token(world.person("mona")), ""))
                .objects("invitations").getFirst().string("id");
        assertEquals(403, post(mona, "/invitations/" + id + "/agree").statusCode());
        ConsoleWorld.Browser ada = as("ada");
        assertTrue(console.get("/inbox", ada).body().contains("href=\"/providers/acme#invitations\""));
        assertEquals(303, post(ada, "/invitations/" + id + "/agree").statusCode());
        HttpResponse<String> linked = post(mona, "/invitations/" + id + "/link");
        assertEquals(200, linked.statusCode());
        int at = linked.body().indexOf("https://console.test/join#");
        assertTrue(at > 0, linked.body());
        String secret = linked.body().substring(at + 26, at + 26 + 43);
        assertTrue(world.domain.providers().joining().look(secret).isPresent(), secret);
        assertFalse(console.get("/providers/acme", mona).body().contains(secret), "shown once");
        assertEquals(400, post(mona, "/invitations/" + id + "/close").statusCode(), "say why");
        assertEquals(303, post(mona, "/invitations/" + id + "/close", "reason", "not needed").statusCode());
        assertTrue(console.get("/providers/acme", mona).body().contains("withdrawn"));
        assertTrue(world.domain.providers().joining().look(secret).isEmpty());
    }

    @Test
    void whatTheDeskRefusesIsSaidOnThePage() {
        ConsoleWorld.Browser mona = as("mona");
        HttpResponse<String> foreign = post(mona, "/providers/acme/invitations", "mail", "nina@evil.example",
                "full_name", "Nina");
        assertEquals(403, foreign.statusCode());
        assertTrue(foreign.body().contains("addresses end in: acme.example"), foreign.body());
        assertEquals(400, post(mona, "/providers/acme/invitations", "mail", "x", "full_name", "N")
                .statusCode());
        assertEquals(403,
                post(mona, "/providers/acme/invitations", "mail", "n@acme.example", "full_name", "N",
                        "group", "ops-owners").statusCode());
        assertEquals(List.of(), world.journalled("invitation-made"));
    }

    @Test
    void whoIsLeftOutOfTheRosterIsNamedBeforeTheyAreHeld() {
        ConsoleWorld.Browser mona = as("mona");
        HttpResponse<String> sure = post(mona, "/providers/acme/roster", "seen", ALL, "stays", "eva");
        assertEquals(200, sure.statusCode(), sure.body());
        assertTrue(sure.body().contains("data-left=\"emil\"") && !sure.body().contains("data-left=\"eva\"")
                && !sure.body().contains("data-left=\"mona\""), sure.body());
        assertTrue(world.person("emil").enabled(), "nothing yet");
        assertEquals(303, post(mona, "/providers/acme/roster", "seen", ALL, "stays", "eva", "sure", "yes")
                .statusCode());
        assertFalse(world.person("emil").enabled());
        assertTrue(world.person("eva").enabled() && world.person("mona").enabled());
        assertTrue(console.get("/providers/acme", mona).body()
                .contains("data-member=\"emil\" data-state=\"roster\""));
        assertEquals(303, post(mona, "/providers/acme/roster", "seen", ALL, "stays", "eva", "stays", "emil")
                .statusCode(), "nobody is left out: nothing to ask");
        assertTrue(world.person("emil").enabled());
    }

    @Test
    void whoCameMeanwhileIsNotHeldUnseen() {
        HttpResponse<String> changed = post(as("mona"), "/providers/acme/roster", "seen", "eva mona", "stays",
                "eva", "sure", "yes");
        assertEquals(409, changed.statusCode());
        assertTrue(changed.body().contains("Somebody came or went meanwhile"), changed.body());
        assertTrue(world.person("emil").enabled());
        assertEquals(404, post(as("mona"), "/providers/acme/roster", "seen", ALL, "stays", "eva", "stays",
                "emil", "stays", "gary").statusCode(), "not theirs");
        assertEquals(List.of(), world.journalled("roster-confirmed"));
    }

    @Test
    void anotherProvidersManagerLearnsNothing() {
        String id = invited("ada");
        ConsoleWorld.Browser gary = as("gary");
        HttpResponse<String> hidden = console.get("/providers/acme", gary);
        HttpResponse<String> absent = console.get("/providers/nowhere", gary);
        assertEquals(404, hidden.statusCode());
        assertEquals(plain(absent), plain(hidden));
        for (List<String> path : List.of(
                List.of("/providers/acme/invitations", "/providers/nowhere/invitations"),
                List.of("/providers/acme/roster", "/providers/nowhere/roster"),
                List.of("/invitations/" + id + "/agree", "/invitations/i-aaaaaaaaaa/agree"),
                List.of("/invitations/" + id + "/link", "/invitations/i-aaaaaaaaaa/link"),
                List.of("/invitations/" + id + "/close", "/invitations/i-aaaaaaaaaa/close"))) {
            HttpResponse<String> seen = post(gary, path.getFirst(), "seen", ALL, "mail", "nina@acme.example",
                    "full_name", "N", "reason", "r");
            HttpResponse<String> none = post(gary, path.getLast(), "seen", ALL, "mail", "nina@acme.example",
                    "full_name", "N", "reason", "r");
            assertEquals(404, seen.statusCode(), path.getFirst());
            assertEquals(plain(none), plain(seen), path.getFirst());
        }
        String list = console.get("/providers", gary).body();
        assertTrue(list.contains("data-provider=\"globex\"") && !list.contains("acme")
                && !list.contains("Acme"));
        String token = console.token(world.person("gary"));
        assertFalse(console.api("GET", "/api/v1/providers", token, "").body().contains("acme"));
        assertEquals(404, console.api("GET", "/api/v1/providers/acme", token, "").statusCode());
        assertEquals(404, console.api("POST", "/api/v1/providers/acme/roster", token,
                "{\"stays\":[],\"seen\":[]}").statusCode());
        assertEquals(404,
                console.api("POST", "/api/v1/invitations/" + id + "/link", token, "").statusCode());
        assertFalse(console.get("/inbox", gary).body().contains("data-line=\""));
        assertEquals(List.of(), world.journalled("invitation-linked"));
    }

    // Without the number of the call and the token of the session.
    private static String plain(HttpResponse<String> response) {
        return response.statusCode() + response.body().replaceAll("[0-9a-f]{16}", "");
    }

    @Test
    void whoHasNothingToDoWithProvidersSeesNoneAndAnAuditorOnlyLooks() {
        for (String who : List.of("eva", "otto", "ivan")) {
            ConsoleWorld.Browser browser = as(who);
            assertEquals(404, console.get("/providers", browser).statusCode(), who);
            assertEquals(404, console.get("/providers/acme", browser).statusCode(), who);
            assertFalse(console.get("/sessions", browser).body().contains("href=\"/providers\""), who);
        }
        ConsoleWorld.Browser aud = as("aud");
        String page = console.get("/providers/acme", aud).body();
        assertTrue(page.contains("data-member=\"eva\""), page);
        assertFalse(
                page.contains("data-action=\"invite\"") || page.contains("data-action=\"confirm-roster\""));
        assertEquals(403, post(aud, "/providers/acme/roster", "seen", ALL, "sure", "yes").statusCode());
        assertEquals(403, post(aud, "/providers/acme/invitations", "mail", "n@acme.example", "full_name", "N")
                .statusCode());
    }

    @Test
    void nothingIsChangedWithoutTheTokenOfTheSession() {
        ConsoleWorld.Browser mona = as("mona");
        for (String path : List.of("/providers/acme/invitations", "/providers/acme/roster",
                "/invitations/i-aaaaaaaaaa/link")) {
            HttpResponse<String> refused = console.post(path, mona, "seen=" + ALL.replace(" ", "+")
                    + "&sure=yes&mail=n@acme.example&full_name=N");
            assertEquals(403, refused.statusCode(), path);
        }
        assertEquals(List.of(), world.journalled("roster-confirmed"));
        assertEquals(List.of(), world.journalled("invitation-made"));
    }

    @Test
    void namesAreTextAndTheTermsAndTheRosterAreTold() {
        String id = invited("ada");
        String secret = ((InvitationOutcome.Linked) world.domain.providers().invitations()
                .link(world.person("ada"), new io.sallyport.broker.provider.InvitationId(id))).secret();
        var joining = world.domain.providers().joining();
        joining.accept(secret,
                new io.sallyport.broker.provider.JoinForm("nina", "Nina <script>alert(1)</script>",
                        World.key(40), joining.terms().termsHash()));
        String page = console.get("/providers/acme", as("mona")).body();
        assertTrue(page.contains("Acme &lt;b") && page.contains("Nina &lt;script"), page);
        assertFalse(page.contains("<script>alert"));
        assertTrue(page.contains("<td>in force</td>"), page);
        assertTrue(page.contains("to be confirmed by") && page.contains("Ada Approver")
                && page.contains("Mona Manager"), page);
        world.clock.advance(Duration.ofDays(31));
        assertTrue(console.get("/providers", as("ada")).body().contains("overdue since"));
    }

    @Test
    void theSameOverRest() {
        String mona = console.token(world.person("mona"));
        HttpResponse<String> made = console.api("POST", "/api/v1/providers/acme/invitations", mona,
                "{\"mail\":\"nina@acme.example\",\"fullName\":\"Nina\",\"groups\":[\"acme/ops\"]}");
        assertEquals(201, made.statusCode(), made.body());
        String id = json(made).string("id");
        HttpResponse<String> early = console.api("POST", "/api/v1/invitations/" + id + "/link", mona, "");
        assertEquals(409, early.statusCode());
        assertEquals("not-open", json(early).string("reason"));
        String ada = console.token(world.person("ada"));
        assertEquals("open",
                json(console.api("POST", "/api/v1/invitations/" + id + "/agree", ada, "")).string("state"));
        assertTrue(json(console.api("POST", "/api/v1/invitations/" + id + "/link", mona, "")).string("url")
                .startsWith("https://console.test/join#"));
        assertEquals("withdrawn", json(console.api("POST", "/api/v1/invitations/" + id + "/close", mona,
                "{\"reason\":\"no\"}")).string("state"));
        HttpResponse<String> confirmed = console.api("POST", "/api/v1/providers/acme/roster", mona,
                "{\"stays\":[\"eva\"],\"seen\":[\"eva\",\"emil\",\"mona\"]}");
        assertEquals(List.of("emil"), json(confirmed).strings("held"), confirmed.body());
        assertEquals(409, console.api("POST", "/api/v1/providers/acme/roster", mona,
                "{\"stays\":[\"eva\"],\"seen\":[\"eva\"]}").statusCode());
        Json.Obj sheet = json(console.api("GET", "/api/v1/providers/acme", mona, ""));
        assertEquals("roster", sheet.objects("people").getFirst().string("state"));
        assertTrue(sheet.bool("mayInvite") && !sheet.bool("mayAgree"));
    }
}
