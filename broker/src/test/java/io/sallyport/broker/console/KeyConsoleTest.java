package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

    private void administered() {
        var _ = world.adopt(World.text().replace("engagements:\n",
                "  - { name: adam, organisation: example, roles: [administrator], keys: [\"" + World.key(8)
                        + "\"] }\nengagements:\n"));
    }

    @Test
    void anAdministratorEndsSomebodyElsesKeyAfterASecondLookAndAFreshProof() throws Exception {
        administered();
        world.codes.give("adam", "123456");
        String key = json(console.api("POST", "/api/v1/keys", proven("eva", Duration.ofMinutes(1)), body(30)))
                .string("added");
        ConsoleWorld.Browser adam = console.signIn(world.person("adam"));
        assertTrue(console.get("/keys", adam).body().contains("action=\"/keys/of\""));
        String page = console.get("/keys/of?person=eva", adam).body();
        assertTrue(page.contains(key) && page.contains("data-action=\"raise\""), page);
        String form = "_csrf=" + adam.csrf() + "&person=eva&key="
                + URLEncoder.encode(key, StandardCharsets.UTF_8);
        HttpResponse<String> sure = console.post("/keys/of/end", adam, form);
        assertTrue(sure.statusCode() == 200 && sure.body().contains("Nothing has been changed yet."));
        HttpResponse<String> unproven = console.post("/keys/of/end", adam, form + "&sure=yes");
        assertEquals(403, unproven.statusCode());
        assertTrue(unproven.body().contains("show your second factor first"), unproven.body());
        String ended = "{\"key\":\"" + key + "\"}";
        assertEquals("proof-needed", json(console.api("POST", "/api/v1/people/eva/keys/end",
                proven("adam", Duration.ofMinutes(11)), ended)).string("reason"));
        assertEquals(List.of(), world.journalled("key-removed"));
        String fresh = proven("adam", Duration.ofMinutes(9));
        assertEquals(2,
                json(console.api("GET", "/api/v1/people/eva/keys", fresh, "")).objects("keys").size());
        assertEquals(200, console.api("POST", "/api/v1/people/eva/keys/end", fresh, ended).statusCode());
        assertEquals(404, console.api("POST", "/api/v1/people/eva/keys/end", fresh, ended).statusCode());
    }

    @Test
    void toEverybodyElseNobodyHasKeys() throws Exception {
        administered();
        for (String who : List.of("ada", "aud", "emil", "eva")) {
            ConsoleWorld.Browser browser = console.signIn(world.person(who));
            assertFalse(console.get("/keys", browser).body().contains("/keys/of"), who);
            HttpResponse<String> theirs = console.get("/keys/of?person=emil", browser);
            HttpResponse<String> nobodys = console.get("/keys/of?person=nobody", browser);
            assertEquals(404, theirs.statusCode(), who);
            assertEquals(nobodys.body().replaceAll("[0-9a-f]{16}", ""),
                    theirs.body().replaceAll("[0-9a-f]{16}", ""), who);
            assertEquals(404, console.post("/keys/of/end", browser, "_csrf=" + browser.csrf()
                    + "&person=emil&sure=yes&key=" + URLEncoder.encode(world.keyOf("emil").value(),
                            StandardCharsets.UTF_8))
                    .statusCode(), who);
            assertEquals(404, console.api("GET", "/api/v1/people/emil/keys",
                    console.token(world.person(who)), "").statusCode(), who);
        }
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
