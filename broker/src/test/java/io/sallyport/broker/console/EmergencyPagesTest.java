package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.EmergencyWorld;
import io.sallyport.broker.World;
import io.sallyport.policies.grant.GrantText;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Emergency access in the console and over REST, with the broker's own desks behind it. */
@Timeout(60)
final class EmergencyPagesTest {
    @TempDir
    Path folder;
    private EmergencyWorld emergency;
    private ConsoleWorld console;

    @BeforeEach
    void open() throws Exception {
        emergency = new EmergencyWorld(folder);
        World world = emergency.world;
        var domain = world.domain;
        console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                grant -> GrantText.rights(grant.rights()), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new FakePolicies(), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of,
                        Leaving.of(domain.departures(), world.clock),
                        KeyBook.of(domain.people(), domain.keys().desk())));
    }

    @AfterEach
    void close() {
        console.close();
        emergency.close();
    }

    private ConsoleWorld.Browser browser(String who) {
        return console.signIn(emergency.world.person(who));
    }

    private String token(String who) {
        return console.token(emergency.world.person(who));
    }

    private String page(String path, String who) {
        HttpResponse<String> page = console.get(path, browser(who));
        assertEquals(200, page.statusCode(), page.body());
        return page.body();
    }

    private static Json.Obj json(HttpResponse<String> response) {
        return JsonParser.parseObject(response.body(), 1 << 20, 32);
    }

    private HttpResponse<String> review(String who, String id, String form) {
        ConsoleWorld.Browser browser = browser(who);
        return console.send(browser.with(console.form("/inbox/" + id + "/review", form))
                .header("Sec-Fetch-Site", "same-origin").header(CrossSite.HEADER, browser.csrf())
                .header("HX-Request", "true"));
    }

    @Test
    void theFormAsksForAnEmergencyOnlyWhenItIsTicked() {
        ConsoleWorld.Browser eva = browser("eva");
        String form = console.get("/requests/new?target=web-1", eva).body();
        assertTrue(form.contains("This is an emergency (break glass)"), form);
        assertFalse(form.contains("checked"), "never ticked by itself");
        String typed = "_csrf=" + eva.csrf() + "&target=web-1&login=deploy&for=PT1H&reason=";
        assertEquals(303, console.post("/requests", eva, typed + "by+day").statusCode());
        HttpResponse<String> shortReason = console.post("/requests", eva, typed + "help&break_glass=yes");
        assertEquals(400, shortReason.statusCode());
        assertTrue(shortReason.body().contains("checked"), "and stays ticked when it was");
        HttpResponse<String> asked = console.post("/requests", eva,
                typed + "database+is+down&break_glass=yes");
        assertEquals(303, asked.statusCode(), asked.body());
        String shown = console.get(asked.headers().firstValue("location").orElseThrow(), eva).body();
        assertTrue(shown.contains("EMERGENCY ACCESS") && shown.contains("ssh -J gw deploy@web-1"), shown);
    }

    @Test
    void flow7OnEveryPageOfEverybodyItConcernsUntilItIsReviewed() {
        String id = emergency.granted("eva").id().value();
        for (String who : List.of("ada", "otto", "sue", "ivan", "dora")) {
            String inbox = page("/inbox", who);
            int emergencies = inbox.indexOf("id=\"emergencies\"");
            assertTrue(emergencies > 0 && emergencies < inbox.indexOf("data-request=\"" + id + "\"")
                    && inbox.indexOf("data-request=\"" + id + "\"") < inbox.indexOf("id=\"inbox\""), inbox);
            assertTrue(page("/sessions", who).contains("One emergency is not reviewed"), who);
        }
        assertFalse(page("/sessions", "eva").contains("class=\"alarm\""));
        assertEquals(403, console.get("/inbox", browser("emil")).statusCode());
        assertFalse(page("/inbox", "dora").contains("data-action=\"review\""), "she can't review it");
        assertEquals(400, review("otto", id, "finding=justified&comment=").statusCode());
        assertEquals(400, review("otto", id, "finding=whatever&comment=x").statusCode());
        assertEquals(403, review("dora", id, "finding=justified&comment=x").statusCode());
        HttpResponse<String> first = review("otto", id, "finding=objection&comment=no+emergency");
        assertEquals(200, first.statusCode(), first.body());
        assertTrue(first.body().contains("data-review=\"open\"") && first.body().contains("objects"),
                first.body());
        emergency.world.clock.advance(Duration.ofHours(25));
        assertTrue(page("/inbox", "sue").contains("THE REVIEW IS OVERDUE"));
        assertTrue(review("sue", id, "finding=justified&comment=ok").body()
                .contains("data-review=\"complete\""));
        assertFalse(page("/sessions", "sue").contains("class=\"alarm\""));
        assertTrue(page("/requests/" + id, "aud").contains("with 1 objection"));
    }

    @Test
    void flow7ArrivesInAnOpenInboxByItself() throws Exception {
        try (BufferedReader dora = listen(browser("dora").with(console.to("/events")));
                BufferedReader gita = listen(console.to("/api/v1/events").header("Authorization",
                        "Bearer " + token("gita")))) {
            assertTrue(next(dora).contains("event: waiting\n"), "what else waits comes first");
            String id = emergency.granted("eva").id().value();
            String told = next(dora);
            assertTrue(told.contains("event: emergency\n") && told.contains("EMERGENCY ACCESS")
                    && told.contains(id), told);
            assertTrue(next(dora).contains("event: " + id + "\n"));
            emergency.reviewed(new RequestId(id));
            next(dora);
            next(dora);
            assertTrue(next(dora).contains("data-review=\"complete\""));
            String own = emergency.granted("gita").id().value();
            String heard = next(gita);
            assertTrue(heard.contains(own) && !heard.contains(id),
                    "another provider hears nothing: " + heard);
        }
    }

    private BufferedReader listen(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> response = console.http.send(request.build(),
                HttpResponse.BodyHandlers.ofInputStream());
        BufferedReader in = new BufferedReader(
                new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertEquals(": still here", in.readLine());
        return in;
    }

    private static String next(BufferedReader in) throws Exception {
        StringBuilder event = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty() && event.indexOf("event: ") >= 0) {
                return event.toString();
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                event.append(line).append('\n');
            }
        }
        return event.toString();
    }

    @Test
    void overRestItIsAskedListedAndReviewed() {
        HttpResponse<String> asked = console.api("POST", "/api/v1/requests", token("eva"),
                "{\"target\":\"web-1\",\"login\":\"deploy\",\"duration\":\"1h\",\"reason\":\"database is down\",\"breakGlass\":true}");
        assertEquals(201, asked.statusCode(), asked.body());
        assertEquals("granted", json(asked).string("state"));
        assertTrue(json(asked).bool("breakGlass"));
        String id = json(asked).string("id");
        Json.Obj inbox = json(console.api("GET", "/api/v1/inbox", token("dora"), ""));
        assertEquals(id, inbox.objects("emergencies").getFirst().string("id"));
        assertEquals("open", inbox.objects("emergencies").getFirst().object("review").string("state"));
        String path = "/api/v1/requests/" + id + "/review";
        assertEquals(403, console.api("POST", path, token("eva"),
                "{\"finding\":\"justified\",\"comment\":\"me\"}").statusCode());
        assertEquals("comment-missing", json(console.api("POST", path, token("otto"),
                "{\"finding\":\"justified\"}")).string("reason"));
        assertEquals(200, console.api("POST", path, token("otto"),
                "{\"finding\":\"justified\",\"comment\":\"ok\"}").statusCode());
        assertEquals("already-reviewed", json(console.api("POST", path, token("otto"),
                "{\"finding\":\"justified\",\"comment\":\"ok\"}")).string("reason"));
        Json.Obj done = json(console.api("POST", path, token("sue"),
                "{\"finding\":\"objection\",\"comment\":\"no\"}"));
        assertEquals("complete", done.object("review").string("state"));
        assertEquals(2, done.object("review").objects("given").size());
        assertEquals(id, json(console.api("GET", "/api/v1/reviews?limit=5", token("aud"), ""))
                .objects("requests").getFirst().string("id"));
        assertEquals(List.of(), json(console.api("GET", "/api/v1/reviews", token("gita"), ""))
                .objects("requests"));
        console.api("POST", "/api/v1/requests", token("emil"),
                "{\"target\":\"web-1\",\"login\":\"deploy\",\"duration\":\"1h\",\"reason\":\"database is down\",\"breakGlass\":true}");
        HttpResponse<String> third = console.api("POST", "/api/v1/requests", token("emil"),
                "{\"target\":\"web-1\",\"login\":\"deploy\",\"duration\":\"1h\",\"reason\":\"database is down\",\"breakGlass\":true}");
        assertEquals(403, third.statusCode());
        assertEquals("quota", json(third).string("reason"));
    }
}
