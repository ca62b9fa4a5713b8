package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Off-boarding as pages and calls, over the broker's own desks. */
final class DepartureConsoleTest {
    private final World world;
    private final ConsoleWorld console;

    DepartureConsoleTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        var _ = world.adopt(World.text().replace("engagements:\n",
                "  - { name: ines, full_name: Ines Admin, organisation: example, roles: [administrator], keys: [\""
                        + World.key(8) + "\"] }\nengagements:\n"));
        var domain = world.domain;
        this.console = new ConsoleWorld(Files.createDirectories(folder.resolve("console")),
                new ConsoleDesks(domain.people(), domain.engagements(), domain.signIn(), domain.targets(),
                        world.tunnels,
                        new DeskRequests(domain.requests(), domain.requestViews(), domain.drafting(),
                                _ -> List.of(), world.clock),
                        new DeskReviews(domain.reviews(), domain.reviewViews()),
                        new DeskSessions(domain.sessionViews()), new VaultRecordings(domain.vault()),
                        new FakePolicies(), MaintenanceBook.of(domain.maintenance()),
                        domain.trail().feed(), List::of, Leaving.of(domain.departures(), world.clock),
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

    private static String form(ConsoleWorld.Browser browser, String kind, String name, String typed) {
        return "_csrf=" + browser.csrf() + "&kind=" + kind + "&name=" + name + "&typed=" + typed
                + "&reason=left+%3Cb%3EAcme";
    }

    @Test
    void aPageShowsWhatGoesAndTheTypedNameLetsItGo() {
        ConsoleWorld.Browser ines = browser("ines");
        ConsoleWorld.Browser eva = browser("eva");
        HttpResponse<String> preview = console.get("/off-boarding/preview?kind=person&name=eva", ines);
        assertEquals(200, preview.statusCode());
        assertTrue(preview.body().contains("console sessions: 1"), preview.body());
        HttpResponse<String> wrong = console.post("/off-boarding", ines, form(ines, "person", "eva", "emil"));
        assertEquals(400, wrong.statusCode());
        assertTrue(world.person("eva").enabled());
        HttpResponse<String> done = console.post("/off-boarding", ines, form(ines, "person", "eva", "eva"));
        assertEquals(303, done.statusCode());
        assertFalse(world.person("eva").enabled());
        assertEquals(303, console.get("/sessions", eva).statusCode(),
                "a browser of hers is sent to the door");
        String page = console.get(done.headers().firstValue("location").orElseThrow(), ines).body();
        assertTrue(page.contains("left &lt;b>Acme") || page.contains("left &lt;b&gt;Acme"), page);
        assertTrue(page.contains("pending"), page);
    }

    @Test
    void whoMayNotSeesNeitherThePlaceNorTheProof() {
        assertEquals(403, console.get("/off-boarding", browser("eva")).statusCode());
        // Inside the company everybody may look, and finds what is theirs: nothing, and a preview of
        // nothing.
        assertFalse(console.get("/sessions", browser("ivan")).body().contains("/off-boarding"));
        assertEquals(404,
                console.get("/off-boarding/preview?kind=person&name=eva", browser("ivan")).statusCode());
        assertTrue(console.get("/sessions", browser("ada")).body().contains("/off-boarding"));
    }

    @Test
    void scriptsDoTheSameOverRest() {
        String ines = console.token(world.person("ines"));
        String dry = "{\"kind\":\"provider\",\"name\":\"acme\",\"dryRun\":true}";
        assertTrue(console.api("POST", "/api/v1/departures", ines, dry).body().contains("\"eva\""));
        assertTrue(world.person("eva").enabled());
        HttpResponse<String> made = console.api("POST", "/api/v1/departures", ines,
                "{\"kind\":\"provider\",\"name\":\"acme\",\"reason\":\"contract cancelled\"}");
        assertEquals(201, made.statusCode());
        String id = json(made).string("departure");
        world.domain.departures().closure().look();
        HttpResponse<String> proof = console.api("GET", "/api/v1/departures/" + id + "/proof", ines, "");
        assertEquals("complete", json(proof).string("state"));
        assertEquals(
                json(console.api("GET", "/api/v1/departures/" + id, ines, "")).string("proof"),
                sha256(proof.body()));
        String aud = console.token(world.person("aud"));
        assertEquals(200, console.api("GET", "/api/v1/departures/" + id, aud, "").statusCode());
        assertEquals(403, console.api("POST", "/api/v1/departures/" + id + "/undo", aud,
                "{\"reason\":\"please\"}").statusCode());
        assertEquals(200, console.api("POST", "/api/v1/departures/" + id + "/undo", ines,
                "{\"reason\":\"signed again\"}").statusCode());
        assertTrue(world.person("eva").enabled());
        String ivan = console.token(world.person("ivan"));
        assertEquals(404, console.api("GET", "/api/v1/departures/" + id, ivan, "").statusCode());
    }

    private static Json.Obj json(HttpResponse<String> response) {
        return JsonParser.parseObject(response.body(), 1 << 20, 12);
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
