package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.Reading;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy's page and calls, over the broker's own desks. */
final class PolicyConsoleTest {
    private final World world;
    private final PolicyDesk policies;
    private final ConsoleWorld console;

    PolicyConsoleTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        this.policies = world.policies(true);
        policies.started(Optional.empty());
        var domain = world.domain;
        this.console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new DeskPolicies(policies), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of,
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk())));
    }

    @AfterEach
    void close() {
        console.close();
        world.close();
    }

    private ConsoleWorld.Browser browser(String name) {
        return console.signIn(world.person(name));
    }

    private String page(String name) {
        HttpResponse<String> page = console.get("/policy", browser(name));
        assertEquals(200, page.statusCode(), page.body());
        return page.body();
    }

    private String propose() throws IOException {
        policies.want(world.version("other-rule"), Optional.of("<jane>"));
        return policies.proposal().orElseThrow().hash();
    }

    private Session session() {
        var agent = world.enrol("web-1", 1);
        AccessRequest request = ((RequestOutcome.Filed) world.domain.requests().request(world.person("eva"),
                World.form("web-1", "deploy", Duration.ofHours(1)))).request();
        Grant grant = ((RequestOutcome.Granted) world.domain.requests().approve(world.person("ada"),
                request.id(), Narrowing.NONE, Optional.empty(), Optional.empty())).grant();
        Session opening = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                agent.target(), World.HOME, List.of(grant));
        world.domain.sessions().begin(agent, opening.id(), 7, grant.id(), grant.login());
        return opening;
    }

    private static Json.Obj json(HttpResponse<String> response) {
        return JsonParser.parseObject(response.body(), 1 << 20, 12);
    }

    @Test
    void whatWaitsIsShownWithWhatItWouldDoAndBroughtIntoForceByASecondPerson() throws IOException {
        Session session = session();
        String hash = propose();
        String page = page("ada");
        for (String said : List.of("data-hash=\"" + hash + "\"", "rules added (1): other-rule",
                session.id() + "  eva  deploy@web-1  ends after the grace", "by the account &lt;jane&gt;",
                "data-action=\"confirm-policy\"", "Policy (1 waits)")) {
            assertTrue(page.contains(said), said + " in " + page);
        }
        ConsoleWorld.Browser ada = browser("ada");
        assertEquals(403, console.post("/policy/confirm", ada, "hash=" + hash).statusCode(), "no token");
        assertFalse(hash.equals(world.domain.policy().current().hash()));
        assertEquals(303, console.post("/policy/confirm", ada, "_csrf=" + ada.csrf() + "&hash=" + hash)
                .statusCode());
        assertEquals(hash, world.domain.policy().current().hash());
        String after = page("ada");
        assertTrue(after.contains("person:ada, account &lt;jane&gt;") && !after.contains("id=\"waiting\""),
                after);
        assertEquals(409, console.post("/policy/confirm", ada, "_csrf=" + ada.csrf() + "&hash=" + hash)
                .statusCode());
        world.domain.leases().check();
        String shown = console.get("/sessions/" + session.id(), ada).body();
        assertTrue(shown.contains("Rule ops-approved is not in the policy any more."), shown);
        Json.Obj api = json(console.api("GET", "/api/v1/sessions/" + session.id(),
                console.token(world.person("aud")), ""));
        assertEquals("after-grace", api.objects("judgements").getFirst().string("outcome"));
    }

    @Test
    void aSecondPersonRefusesAndSaysWhy() throws IOException {
        String hash = propose();
        ConsoleWorld.Browser ada = browser("ada");
        String form = "_csrf=" + ada.csrf() + "&hash=" + hash;
        assertEquals(400, console.post("/policy/refuse", ada, form).statusCode());
        assertEquals(303, console.post("/policy/refuse", ada, form + "&reason=not+now").statusCode());
        assertTrue(policies.proposal().isEmpty());
        assertEquals("not now", world.journalled("policy-proposal-ended").getFirst().string("reason"));
    }

    @Test
    void auditorsReadAndNobodyElseOfThemDecides() throws IOException {
        String hash = propose();
        assertFalse(page("aud").contains("data-action"
                + "=\"confirm-policy\""));
        ConsoleWorld.Browser aud = browser("aud");
        assertEquals(403, console.post("/policy/confirm", aud, "_csrf=" + aud.csrf() + "&hash=" + hash)
                .statusCode());
        assertEquals(403, console.get("/policy", browser("eva")).statusCode());
        assertEquals(403, console.api("GET", "/api/v1/policy", console.token(world.person("eva")), "")
                .statusCode());
        assertTrue(policies.proposal().isPresent());
    }

    @Test
    void theSameOverRest() throws IOException {
        String before = world.domain.policy().current().hash();
        String hash = propose();
        String ada = console.token(world.person("ada"));
        Json.Obj shown = json(console.api("GET", "/api/v1/policy", ada, ""));
        assertEquals(before, shown.string("inForce"));
        assertEquals("good", shown.string("folder"));
        assertEquals(hash, shown.object("waiting").string("hash"));
        assertEquals(0, shown.object("waiting").object("effects").object("affected").number("sessions"));
        HttpResponse<String> brief = console.api("POST", "/api/v1/policy/confirm", ada,
                "{\"hash\":\"" + hash.substring(0, 15) + "\"}");
        assertEquals(400, brief.statusCode());
        assertEquals("short-hash", json(brief).string("reason"));
        HttpResponse<String> unclear = console.api("POST", "/api/v1/policy/refuse", ada,
                "{\"hash\":\"" + hash + "\"}");
        assertEquals("reason-missing", json(unclear).string("reason"));
        HttpResponse<String> other = console.api("POST", "/api/v1/policy/confirm", ada,
                "{\"hash\":\"" + before + "\"}");
        assertEquals(409, other.statusCode());
        HttpResponse<String> yes = console.api("POST", "/api/v1/policy/confirm", ada,
                "{\"hash\":\"" + hash + "\"}");
        assertEquals(200, yes.statusCode(), yes.body());
        assertEquals(hash, json(yes).string("inForce"));
        assertEquals("person:ada", json(yes).objects("history").getFirst().string("by"));
    }

    @Test
    void aFolderThatCanNotBeUsedShowsOnEveryPageOfThoseWhoAnswerForIt() {
        policies.folder(new Reading.Bad(List.of("rules/secret.yaml:3:5: error"), Optional.empty()),
                Optional.empty());
        for (String name : List.of("ada", "aud")) {
            String page = console.get("/sessions", browser(name)).body();
            assertTrue(page.contains("id=\"alarm\""), page);
            assertFalse(page("ada").contains("secret.yaml"), "what is wrong is for who can mend it");
        }
        assertFalse(console.get("/sessions", browser("eva")).body().contains("id=\"alarm\""));
        policies.folder(new Reading.Good(policies.current(), List.of()), Optional.empty());
        assertFalse(console.get("/sessions", browser("ada")).body().contains("id=\"alarm\""));
    }
}
