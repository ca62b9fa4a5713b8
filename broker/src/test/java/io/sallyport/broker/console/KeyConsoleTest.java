package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One's own keys as a page and over REST, over the broker's own desks. */
final class KeyConsoleTest {
    private final World world;
    private final ConsoleWorld console;

    KeyConsoleTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
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

    private String proven(String name, Duration ago) {
        return world.domain.signIn().open(new PersonName(name),
                new Assurance(Mfa.OTP, ConsoleWorld.TIME.instant().minus(ago)), Optional.empty())
                .orElseThrow().id();
    }

    private static String body(int key) {
        return "{\"key\":\"" + World.key(key) + "\",\"for\":\"30d\"}";
    }

    private static Json.Obj json(HttpResponse<String> response) {
        return JsonParser.parseObject(response.body(), 1 << 20, 12);
    }

    @Test
    void aFreshSecondFactorAddsAKeyAndAnOlderOneHasItWait() {
        HttpResponse<String> fresh = console.api("POST", "/api/v1/keys", proven("eva", Duration.ofMinutes(9)),
                body(30));
        assertEquals(201, fresh.statusCode(), fresh.body());
        HttpResponse<String> old = console.api("POST", "/api/v1/keys", proven("eva", Duration.ofMinutes(11)),
                body(31));
        assertEquals(202, old.statusCode(), old.body());
        String token = console.token(world.person("eva"));
        HttpResponse<String> ended = console.api("POST", "/api/v1/keys/end", token,
                "{\"key\":\"" + json(fresh).string("added") + "\"}");
        assertEquals(200, ended.statusCode(), ended.body());
        assertEquals(404, console.api("POST", "/api/v1/keys/" + json(old).string("waits") + "/approve",
                console.token(world.person("emil")), "").statusCode());
        assertEquals(403, console.api("POST", "/api/v1/keys/" + json(old).string("waits") + "/approve", token,
                "").statusCode());
        assertEquals(200, console.api("POST", "/api/v1/keys/" + json(old).string("waits") + "/approve",
                console.token(world.person("ada")), "").statusCode());
        assertEquals(2, json(console.api("GET", "/api/v1/keys", token, "")).objects("keys").size());
    }

    @Test
    void thePageShowsOnesOwnKeysAndThoseThatWantAYes() {
        ConsoleWorld.Browser eva = console.signIn(world.person("eva"));
        HttpResponse<String> added = console.post("/keys", eva, "_csrf=" + eva.csrf() + "&key="
                + URLEncoder.encode(World.key(30), StandardCharsets.UTF_8));
        assertEquals(303, added.statusCode());
        ConsoleWorld.Browser ada = console.signIn(world.person("ada"));
        String page = console.get("/keys", ada).body();
        assertTrue(page.contains("data-waiting=\"k-") && page.contains(world.keyOf("ada").value()), page);
        assertTrue(
                !console.get("/keys", console.signIn(world.person("emil"))).body().contains("data-waiting"));
        HttpResponse<String> bad = console.post("/keys", eva, "_csrf=" + eva.csrf() + "&key=%3Cscript%3E");
        assertEquals(400, bad.statusCode());
        assertTrue(!bad.body().contains("<script>alert"), bad.body());
    }
}
