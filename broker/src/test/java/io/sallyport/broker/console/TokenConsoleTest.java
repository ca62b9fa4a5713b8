package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.token.TokenForm;
import io.sallyport.broker.token.TokenOutcome;
import io.sallyport.broker.token.TokenScope;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.policy.Mfa;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API tokens over HTTP: what they open, what they never open, and what ends them. */
final class TokenConsoleTest {
    private ConsoleWorld world;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new ConsoleWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private TokenOutcome.Made made(Person person, TokenScope... scopes) {
        return assertInstanceOf(TokenOutcome.Made.class, world.samples.tokens.make(person,
                new Assurance(Mfa.OTP, ConsoleWorld.TIME.instant()),
                new TokenForm("script", Set.of(scopes), Optional.empty(), Optional.empty())));
    }

    private String secret(Person person, TokenScope... scopes) {
        return made(person, scopes).secret().reveal();
    }

    private static void assertRefused(int status, String reason, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(response.body().contains("\"reason\":\"" + reason + "\""), response.body());
    }

    @Test
    void aTokenOpensWhatItsScopeNamesAndNoMore() {
        String eva = secret(Samples.EVA, TokenScope.READ);
        assertTrue(world.api("GET", "/api/v1/me", eva, "").body().contains("\"name\":\"eva\""));
        assertEquals(200, world.api("GET", "/api/v1/requests", eva, "").statusCode());
        String ask = "{\"target\":\"web-1\",\"login\":\"deploy\",\"duration\":\"2h\",\"reason\":\"because\"}";
        assertRefused(403, "scope", world.api("POST", "/api/v1/requests", eva, ask));
        assertRefused(403, "scope", world.api("GET", "/api/v1/recordings/s-aaaaaaaaaa/cast", eva, ""));
        String asks = secret(Samples.EVA, TokenScope.REQUEST);
        assertEquals(201, world.api("POST", "/api/v1/requests", asks, ask).statusCode());
        assertRefused(403, "scope", world.api("GET", "/api/v1/me", asks, ""));
    }

    @Test
    void aTokenNeverDoesMoreThanItsOwnerMayNow() {
        String eva = secret(Samples.EVA, TokenScope.values());
        assertRefused(403, "role", world.api("GET", "/api/v1/inbox", eva, ""));
        String ada = secret(Samples.ADA, TokenScope.READ);
        assertEquals(200, world.api("GET", "/api/v1/inbox", ada, "").statusCode());
        Person less = Samples.ADA.holding(Set.of(), Set.of(Role.ENGINEER));
        Person outside = new Person(less.name(), less.fullName(), less.organisation(), false, Set.of(),
                Set.of(Role.ENGINEER), true);
        replace(Samples.ADA, outside);
        assertRefused(403, "role", world.api("GET", "/api/v1/inbox", ada, ""));
    }

    @Test
    void whoIsDisabledHasNoTokens() {
        String eva = secret(Samples.EVA, TokenScope.READ);
        replace(Samples.EVA,
                new Person(Samples.EVA.name(), "Eva", Samples.EVA.organisation(), false, Set.of(),
                        Set.of(Role.ENGINEER), false));
        assertRefused(401, "not-signed-in", world.api("GET", "/api/v1/me", eva, ""));
    }

    @Test
    void aServiceAccountsTokenIsGoodFromItsNetworksAndBeforeItsEndOnly() {
        String bot = secret(Samples.EVA, TokenScope.READ);
        Instant now = ConsoleWorld.TIME.instant();
        replace(Samples.EVA, service("127.0.0.0/8", now.plusSeconds(60)));
        assertEquals(200, world.api("GET", "/api/v1/me", bot, "").statusCode());
        replace(Samples.EVA, service("192.0.2.0/24", now.plusSeconds(60)));
        assertRefused(401, "not-signed-in", world.api("GET", "/api/v1/me", bot, ""));
        replace(Samples.EVA, service("127.0.0.0/8", now));
        assertRefused(401, "not-signed-in", world.api("GET", "/api/v1/me", bot, ""));
    }

    private static Person service(String network, Instant until) {
        return new Person(Samples.EVA.name(), "Bot", Samples.EVA.organisation(), false, Set.of(),
                Set.of(Role.ENGINEER), true,
                Optional.of(new ServiceAccount(Samples.ADA.name(), until,
                        List.of(Cidr.parse(network).orElseThrow()))),
                Optional.empty(), Origin.SALLYPORT, Optional.empty());
    }

    private void replace(Person old, Person now) {
        world.samples.everyone.replaceAll(each -> each.name().equals(old.name()) ? now : each);
        world.samples.people.refresh();
    }

    @Test
    void noTokenOpensWhatNeedsAPerson() {
        String ada = secret(Samples.ADA, TokenScope.values());
        assertRefused(403, "token", world.api("POST", "/api/v1/tokens", ada,
                "{\"title\":\"more\",\"scopes\":[\"read\"]}"));
        assertRefused(403, "token", world.api("GET", "/api/v1/tokens", ada, ""));
        assertRefused(403, "token", world.api("POST", "/api/v1/policy/confirm", ada,
                "{\"hash\":\"0123456789abcdef\"}"));
        assertRefused(403, "token", world.api("POST", "/api/v1/sign-out", ada, ""));
        assertRefused(403, "token", world.api("GET", "/api/v1/events", ada, ""));
        assertEquals(403, world.api("GET", "/inbox", ada, "").statusCode());
    }

    @Test
    void whatATokenOpensIsDecidedForEachCallAndNothingIsOpenedThatIsNotThere() {
        Set<String> routes = world.console.endpoints().stream()
                .map(each -> each.method().name() + " " + each.path()).collect(Collectors.toSet());
        assertTrue(routes.containsAll(TokenAccess.known()), TokenAccess.known().toString());
        assertTrue(TokenAccess.known().stream().allMatch(call -> call.contains(" /api/v1/")));
    }

    @Test
    void aTokenInAnAddressIsRefusedAndRevoked() {
        String eva = secret(Samples.EVA, TokenScope.READ);
        HttpResponse<String> leaked = world.api("GET", "/api/v1/me?access_token=" + eva, "", "");
        assertRefused(400, "token-in-query", leaked);
        assertFalse(leaked.body().contains(eva));
        assertRefused(401, "not-signed-in", world.api("GET", "/api/v1/me", eva, ""));
        String ada = secret(Samples.ADA, TokenScope.READ);
        assertRefused(400, "token-in-query", world.api("GET", "/api/v1/me?x=1&y=" + ada, ada, ""));
        assertRefused(401, "not-signed-in", world.api("GET", "/api/v1/me", ada, ""));
    }

    @Test
    void aTokenIsTakenInTheHeaderOnly() {
        String eva = secret(Samples.EVA, TokenScope.READ);
        assertEquals(401, world.send(world.to("/api/v1/me").header("Cookie", "__Host-sallyport=" + eva))
                .statusCode());
        assertEquals(401, world.send(world.to("/api/v1/me").header("Authorization", "Basic " + eva))
                .statusCode());
        assertEquals(401, world.send(world.to("/api/v1/me").header("X-Token", eva)).statusCode());
    }

    @Test
    void aTokenIsMadeShownOnceAndRevokedOverRest() {
        String eva = world.token(Samples.EVA);
        HttpResponse<String> made = world.api("POST", "/api/v1/tokens", eva,
                "{\"title\":\"ci\",\"scopes\":[\"read\",\"request\"],\"duration\":\"P7D\"}");
        assertEquals(201, made.statusCode(), made.body());
        String secret = made.body().replaceFirst("(?s).*\"secret\":\"([^\"]+)\".*", "$1");
        assertEquals(200, world.api("GET", "/api/v1/me", secret, "").statusCode());
        String list = world.api("GET", "/api/v1/tokens", eva, "").body();
        assertTrue(list.contains("\"title\":\"ci\"") && !list.contains("sat_"), list);
        String id = made.body().replaceFirst("(?s).*\"id\":\"(t-[a-z2-7]+)\".*", "$1");
        assertRefused(404, "no-such-token",
                world.api("POST", "/api/v1/tokens/" + id + "/revoke", world.token(Samples.OLLI), ""));
        assertEquals(200, world.api("POST", "/api/v1/tokens/" + id + "/revoke", eva, "").statusCode());
        assertRefused(401, "not-signed-in", world.api("GET", "/api/v1/me", secret, ""));
        assertRefused(403, "step-up", world.api("POST", "/api/v1/tokens", world.token(Samples.ADA),
                "{\"title\":\"ci\",\"scopes\":[\"approve\"]}"));
        assertRefused(400, "bad-request",
                world.api("POST", "/api/v1/tokens", eva, "{\"title\":\"ci\",\"scopes\":[\"root\"]}"));
    }

    @Test
    void thePageShowsASecretOnceAndNamesAsText() {
        ConsoleWorld.Browser eva = world.signIn(Samples.EVA);
        HttpResponse<String> made = world.post("/tokens", eva,
                "title=%3Cscript%3E&days=7&read=yes&_csrf=" + eva.csrf());
        assertEquals(200, made.statusCode(), made.body());
        assertTrue(made.body().contains("id=\"token-secret\">sat_"), made.body());
        assertTrue(made.body().contains("&lt;script&gt;") && !made.body().contains("<script>"));
        String page = world.get("/tokens", eva).body();
        assertFalse(page.contains("sat_"));
        String id = page.replaceFirst("(?s).*data-token=\"(t-[a-z2-7]+)\".*", "$1");
        assertEquals(303, world.post("/tokens/" + id + "/revoke", eva, "_csrf=" + eva.csrf()).statusCode());
        assertTrue(world.get("/tokens", eva).body().contains("data-state=\"revoked\""));
        assertEquals(400, world.post("/tokens", eva, "title=x&_csrf=" + eva.csrf()).statusCode());
        assertEquals(Arrays.asList("read", "recordings", "request", "approve"),
                Arrays.stream(TokenScope.values()).map(TokenScope::code).toList());
    }
}
