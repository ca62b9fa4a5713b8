package io.sallyport.broker.console;

import static io.sallyport.broker.console.ServiceConsoleWorld.json;
import static io.sallyport.broker.console.ServiceConsoleWorld.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.token.TokenForm;
import io.sallyport.broker.token.TokenOutcome;
import io.sallyport.broker.token.TokenScope;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts for automation over REST, over the broker's own desks: the command's refusals and proofs, and what tokens open. */
final class ServiceApiTest {
    private static final String NEW = """
            {"account":"copy","title":"Copies","organisation":"acme","owner":"mona","until":"2026-07-01T00:00:00Z",
             "networks":["198.51.100.7"],"groups":["acme/night"]}""";
    private static final Duration FRESH = Duration.ofMinutes(9);

    private final ServiceConsoleWorld it;
    private final World world;

    ServiceApiTest(@TempDir Path folder) throws IOException {
        this.it = new ServiceConsoleWorld(folder);
        this.world = it.world;
    }

    @AfterEach
    void close() {
        it.close();
    }

    private static void assertRefused(int status, String reason, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(reason, json(response).string("reason"), response.body());
    }

    private static String key(int number) {
        return "{\"key\":\"" + World.key(number) + "\",\"for\":\"30d\"}";
    }

    private String apiToken(String maker, Optional<String> owner, TokenScope... scopes) {
        return assertInstanceOf(TokenOutcome.Made.class, world.domain.tokens().make(world.person(maker),
                new Assurance(Mfa.OTP, world.clock.instant()), new TokenForm("script", Set.of(scopes),
                        Optional.empty(), owner.map(PersonName::new))))
                .secret().reveal();
    }

    @Test
    void oneIsMadeShownChangedAndHasKeysAddedAndRemoved() {
        String ines = it.token("ines");
        HttpResponse<String> made = it.api("POST", "", ines, NEW);
        assertEquals(201, made.statusCode(), made.body());
        assertEquals("active", json(made).string("state"));
        HttpResponse<String> changed = it.api("POST", "/copy/change", ines,
                "{\"until\":\"2026-09-01T00:00:00Z\",\"networks\":[\"203.0.113.0/24\"],\"groups\":[]}");
        assertEquals(200, changed.statusCode(), changed.body());
        HttpResponse<String> added = it.api("POST", "/copy/keys", it.provenToken("mona", FRESH), key(40));
        assertEquals(201, added.statusCode(), added.body());
        assertEquals(world.clock.instant().plus(Duration.ofDays(30)).toString(),
                json(added).string("expires"));
        Json.Obj shown = json(it.api("GET", "/copy", it.token("mona"), ""));
        assertEquals("mona", shown.string("owner"));
        assertEquals("2026-09-01T00:00:00Z", shown.string("until"));
        assertEquals(List.of("203.0.113.0/24"), shown.strings("networks"));
        assertEquals(List.of(), shown.strings("groups"));
        String fingerprint = shown.objects("keys").getFirst().string("fingerprint");
        assertEquals(json(added).string("added"), fingerprint);
        HttpResponse<String> removed = it.api("POST", "/copy/keys/end", it.token("mona"),
                "{\"key\":\"" + fingerprint + "\"}");
        assertEquals(fingerprint, json(removed).string("removed"), removed.body());
        assertRefused(404, "unknown", it.api("POST", "/copy/keys/end", it.token("mona"),
                "{\"key\":\"" + fingerprint + "\"}"));
        assertEquals(List.of("bot", "copy", "robot"), names(it.token("mona")));
        assertEquals(List.of("bot", "copy", "gx", "robot"), names(it.token("aud")));
    }

    private List<String> names(String token) {
        return json(it.api("GET", "", token, "")).objects("serviceAccounts").stream()
                .map(each -> each.string("account")).toList();
    }

    @Test
    void aKeyTakesTheProofThatTheCommandTakes() {
        for (String weak : List.of(it.token("mona"), it.provenToken("mona", Duration.ofMinutes(11)))) {
            assertRefused(403, "proof-needed", it.api("POST", "/bot/keys", weak, key(40)));
        }
        assertRefused(404, "unknown", it.api("POST", "/bot/keys", it.provenToken("aud", FRESH), key(40)));
        assertEquals(List.of(), world.journalled("key-registered").stream()
                .filter(each -> each.string("person").equals("bot")).toList());
    }

    @Test
    void whatTheCommandRefusesIsRefused() {
        String ines = it.provenToken("ines", FRESH);
        String mona = it.provenToken("mona", FRESH);
        assertRefused(403, "not-allowed", it.api("POST", "", mona, NEW));
        assertRefused(403, "not-allowed",
                it.api("POST", "/bot/change", mona, "{\"until\":\"2026-12-01T00:00:00Z\"}"));
        assertRefused(409, "name-taken", it.api("POST", "", ines, NEW.replace("\"copy\"", "\"eva\"")));
        assertRefused(400, "bad-form", it.api("POST", "", ines, NEW.replace("\"mona\"", "\"gary\"")));
        assertRefused(400, "bad-form", it.api("POST", "", ines, NEW.replace("2026-07", "2029-07")));
        assertRefused(400, "bad-form", it.api("POST", "/bot/change", ines, "{\"networks\":[]}"));
        assertRefused(409, "elsewhere", it.api("POST", "/robot/change", ines, "{\"groups\":[]}"));
        assertRefused(409, "elsewhere", it.api("POST", "/robot/keys/end", mona,
                "{\"key\":\"" + world.keyOf("robot") + "\"}"));
        assertRefused(409, "taken", it.api("POST", "/bot/keys", mona, key(1)));
        assertRefused(400, "bad-key", it.api("POST", "/bot/keys", mona, "{\"key\":\"ssh-dss x\"}"));
        for (String unreadable : List.of(NEW.replace("198.51.100.7", "198.51.100.7/24"),
                NEW.replace("2026-07-01T00:00:00Z", "tomorrow"), NEW.replace("acme/night", "*"),
                NEW.replace("\"title\"", "\"enabled\""), NEW.replace("\"copy\"", "\"no such name\""))) {
            assertRefused(400, "bad-request", it.api("POST", "", ines, unreadable));
        }
        String many = "\"192.0.2.1\",".repeat(20) + "\"192.0.2.1\"";
        assertRefused(400, "bad-request",
                it.api("POST", "/bot/change", ines, "{\"networks\":[" + many + "]}"));
        assertRefused(400, "bad-request", it.api("POST", "/bot/change", ines, "{\"owner\":null}"));
        assertEquals(3, world.journalled("service-declared").size());
    }

    @Test
    void aTokenReadsWithTheScopeAndChangesNothingWhateverItsScopes() {
        String all = apiToken("ines", Optional.empty(), TokenScope.values());
        String asks = apiToken("ines", Optional.empty(), TokenScope.REQUEST);
        assertEquals(List.of("bot", "gx", "robot"), names(all));
        assertEquals(200, it.api("GET", "/bot", all, "").statusCode());
        assertRefused(403, "scope", it.api("GET", "", asks, ""));
        assertRefused(403, "scope", it.api("GET", "/bot", asks, ""));
        long before = world.domain.trail().size();
        assertRefused(403, "token", it.api("POST", "", all, NEW));
        assertRefused(403, "token", it.api("POST", "/bot/change", all, "{\"groups\":[]}"));
        assertRefused(403, "token", it.api("POST", "/bot/keys", all, key(40)));
        assertRefused(403, "token", it.api("POST", "/bot/keys/end", all, "{\"key\":\"x\"}"));
        assertEquals(before, world.domain.trail().size());
    }

    @Test
    void toAServiceAccountThereAreNone() {
        String bot = apiToken("ines", Optional.of("bot"), TokenScope.READ);
        assertEquals(200, it.console.api("GET", "/api/v1/me", bot, "").statusCode());
        assertEquals(List.of(), names(bot));
        assertRefused(404, "not-found", it.api("GET", "/bot", bot, ""));
    }

    @Test
    void anotherProvidersManagerLearnsNothing() {
        String gary = it.provenToken("gary", FRESH);
        assertEquals(List.of("gx"), names(gary));
        assertFalse(it.api("GET", "", gary, "").body().contains("acme"));
        for (List<String> call : List.of(List.of("GET", "", ""),
                List.of("POST", "/change", "{\"owner\":\"gary\"}"), List.of("POST", "/keys", key(40)),
                List.of("POST", "/keys/end", "{\"key\":\"" + world.keyOf("robot") + "\"}"))) {
            HttpResponse<String> hidden = it.api(call.getFirst(), "/robot" + call.get(1), gary,
                    call.getLast());
            HttpResponse<String> absent = it.api(call.getFirst(), "/nothing" + call.get(1), gary,
                    call.getLast());
            assertRefused(404, "not-found", hidden);
            assertEquals(plain(absent), plain(hidden), call.toString());
        }
        assertTrue(world.domain.people().keysOf(new PersonName("robot")).size() == 1);
    }
}
