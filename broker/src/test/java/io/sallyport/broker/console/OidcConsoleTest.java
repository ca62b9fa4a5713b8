package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.oidc.SignOuts;
import io.sallyport.broker.oidc.StubProvider;
import io.sallyport.policies.id.PersonName;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-1, WEB-3: the identity provider's door as browsers see it. */
final class OidcConsoleTest {
    private static final String ORIGIN = "https://console.test";
    private static final ConsoleWorld.Browser STRANGER = ConsoleWorld.Browser.STRANGER;
    @TempDir
    Path folder;
    private final AtomicInteger ending = new AtomicInteger();
    private final SignOuts signOuts = new SignOuts() {
        @Override
        public int reached(PersonName person, Optional<String> signIn) {
            return ending.get();
        }

        @Override
        public int signedOut(PersonName person, Optional<String> signIn, Runnable browsers) {
            browsers.run();
            return ending.get();
        }
    };
    private StubProvider provider;
    private OidcSignIn oidc;
    private ConsoleWorld world;

    @BeforeEach
    void open() throws IOException {
        provider = new StubProvider(folder, ConsoleWorld.TIME);
        Samples samples = new Samples(new SecureRandom(), ConsoleWorld.TIME);
        link(samples, Samples.ADA, StubProvider.ADA);
        link(samples, Samples.EVA, StubProvider.EVA);
        samples.people.refresh();
        oidc = OidcSignIn.open(provider.settings(), () -> ORIGIN, new OidcSignIn.Surroundings(samples.people,
                samples.signIn, signOuts, new SecureRandom(), ConsoleWorld.TIME, System::nanoTime));
        samples.oidc = Optional.of(oidc);
        world = new ConsoleWorld(folder, samples);
    }

    @AfterEach
    void close() {
        world.close();
        oidc.close();
        provider.close();
    }

    private static void link(Samples samples, Person person, String subject) {
        samples.everyone.replaceAll(each -> each.equals(person)
                ? new Person(person.name(), person.fullName(), person.organisation(), person.internal(),
                        person.groups(), person.roles(), true, person.service(), person.mail(),
                        Origin.KEYCLOAK,
                        Optional.of(subject))
                : each);
    }

    /** A browser that was sent off. */
    private record Trip(Map<String, String> asked, String cookie, String flags) {}

    private Trip depart(String path, ConsoleWorld.Browser browser) {
        HttpResponse<String> response = world.get(path, browser);
        assertEquals(303, response.statusCode(), response.body());
        String location = response.headers().firstValue("location").orElseThrow();
        assertTrue(location.startsWith(provider.issuer() + "/auth?"), location);
        String[] cookie = ConsoleWorld.setCookie(response).split(";", 2);
        return new Trip(StubProvider.query(URI.create(location)), cookie[0], cookie[1]);
    }

    private HttpResponse<String> arrive(Trip trip, String subject, Consumer<JWTClaimsSet.Builder> lie) {
        JWTClaimsSet.Builder claims = provider.claims(subject, trip.asked.getOrDefault("nonce", ""));
        lie.accept(claims);
        String code = provider.sell(trip.asked, provider.signed(claims.build()));
        return callback(trip.cookie, "code=" + code + "&state=" + trip.asked.get("state") + "&iss="
                + URLEncoder.encode(provider.issuer(), StandardCharsets.UTF_8));
    }

    private HttpResponse<String> arrive(Trip trip, String subject) {
        return arrive(trip, subject, _ -> {
        });
    }

    // As a browser comes back from another site: with the lax cookie, and without the strict one.
    private HttpResponse<String> callback(String cookie, String query) {
        HttpRequest.Builder request = world.to("/sign-in/oidc/callback?" + query)
                .header("Accept", "text/html")
                .header("Sec-Fetch-Site", "cross-site");
        return world.send(cookie.isEmpty() ? request : request.header("Cookie", cookie));
    }

    private ConsoleWorld.Browser browser(HttpResponse<String> in) {
        assertEquals(200, in.statusCode(), in.body());
        String cookie = in.headers().allValues("set-cookie").getFirst().split(";", 2)[0];
        return new ConsoleWorld.Browser(cookie, world.samples.signIn
                .session(cookie.substring(cookie.indexOf('=') + 1)).orElseThrow().csrfToken());
    }

    private int status(ConsoleWorld.Browser browser) {
        return world.send(browser.with(world.to("/api/v1/me"))).statusCode();
    }

    private void assertGeneric(HttpResponse<String> response) {
        assertEquals(403, response.statusCode());
        assertTrue(response.headers().allValues("set-cookie").isEmpty());
        assertTrue(response.body().contains("data-reason=\"sign-in\""), response.body());
        assertTrue(response.body().matches("(?s).*give this number: <span>[0-9a-f]{16}</span>.*"));
        for (String inside : List.of("acr", "nonce", "token", "state", "5f0c", "Exception")) {
            assertFalse(response.body().contains(inside), inside);
        }
    }

    @Test
    void theSignInPageNamesTheProvider() {
        String page = world.get("/sign-in", STRANGER).body();
        assertTrue(page.contains("href=\"/sign-in/oidc\""), page);
        assertTrue(page.contains("Sign in with Example ID"), page);
    }

    @Test
    void theWayBackIsBoundToThisBrowserByACookieThatNoScriptReads() {
        assertEquals(" Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax",
                depart("/sign-in/oidc", STRANGER).flags);
        assertTrue(
                depart("/sign-in/oidc", STRANGER).cookie.matches("__Host-sallyport-oidc=[A-Za-z0-9_-]{43}"));
    }

    @Test
    void comingBackSignsInUnderANewIdAndGoesOnFromHere() {
        HttpResponse<String> in = arrive(depart("/sign-in/oidc?return=/inbox", STRANGER), StubProvider.ADA);
        ConsoleWorld.Browser ada = browser(in);
        List<String> cookies = in.headers().allValues("set-cookie");
        assertTrue(cookies.getFirst().endsWith("; Path=/; Secure; HttpOnly; SameSite=Strict"));
        assertTrue(cookies.getLast().startsWith("__Host-sallyport-oidc=; Path=/; Max-Age=0"));
        assertTrue(in.body().contains("content=\"0;url=/inbox\""), in.body());
        assertTrue(world.get("/inbox", ada).body().contains("Ada Approver"));
    }

    @Test
    void anIdThatWasThereBeforeTheSignInIsNotTakenOver() {
        Trip trip = depart("/sign-in/oidc", STRANGER);
        String fixed = "__Host-sallyport=" + "A".repeat(43);
        HttpResponse<String> in = arrive(new Trip(trip.asked, trip.cookie + "; " + fixed, ""),
                StubProvider.ADA);
        assertNotEquals(fixed, browser(in).cookie());
        assertEquals(401, status(new ConsoleWorld.Browser(fixed, "")));
    }

    @Test
    void steppingUpRaisesThisSessionUnderANewIdAndTheOldCookieIsDead() {
        ConsoleWorld.Browser old = world.signIn(Samples.ADA);
        Trip trip = depart("/sign-in/oidc?level=phishing-resistant&return=/policy", old);
        assertEquals("300", trip.asked.get("max_age"));
        ConsoleWorld.Browser raised = browser(
                arrive(trip, StubProvider.ADA, claims -> claims.claim("acr", "hwk")));
        assertNotEquals(old.cookie(), raised.cookie());
        assertEquals(401, status(old));
        assertEquals(200, status(raised));
    }

    @Test
    void steppingUpAsSomebodyElseOrTooWeaklyChangesNothing() {
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        assertGeneric(arrive(depart("/sign-in/oidc?level=otp", ada), StubProvider.EVA));
        assertGeneric(arrive(depart("/sign-in/oidc?level=phishing-resistant", ada), StubProvider.ADA));
        assertEquals(200, status(ada));
    }

    @Test
    void whyItFailedStandsInTheLogOnly() {
        assertGeneric(callback("", "code=x&state=y"));
        Trip trip = depart("/sign-in/oidc", STRANGER);
        assertGeneric(callback(trip.cookie, "error=access_denied&state=" + trip.asked.get("state")));
        assertGeneric(arrive(depart("/sign-in/oidc", STRANGER), "5f0c-nobody"));
        assertGeneric(arrive(depart("/sign-in/oidc", STRANGER), StubProvider.ADA,
                claims -> claims.claim("acr", "pwd")));
    }

    @Test
    void whoComesBackWithNonsenseAgainAndAgainWaits() {
        for (int i = 0; i < SourceThrottle.WRONG; i++) {
            assertEquals(403, callback("", "code=x&state=y").statusCode());
        }
        assertEquals(503, callback("", "code=x&state=y").statusCode());
    }

    @Test
    void nobodyIsSentElsewhere() {
        for (String bad : List.of("//evil.example", "https://evil.example", "/%5Cevil.example",
                "/inbox%0d%0aSet-Cookie:%20a=b", "/sign-in/oidc", "/api/v1/me")) {
            HttpResponse<String> response = world.get("/sign-in/oidc?return=" + bad, STRANGER);
            assertEquals(400, response.statusCode(), bad);
            assertTrue(response.headers().firstValue("location").isEmpty());
        }
        assertEquals(400, world.get("/sign-in/oidc?level=any", STRANGER).statusCode());
    }

    @Test
    void theProviderSignsOutByItsSignatureAlone() {
        ConsoleWorld.Browser ada = browser(arrive(depart("/sign-in/oidc", STRANGER), StubProvider.ADA));
        String token = provider.signed(provider.logout("1").claim("sid", "sid-" + StubProvider.ADA).build());
        HttpResponse<String> forged = world.send(world.form("/sign-in/oidc/logout",
                "logout_token=" + token.substring(0, token.length() - 20) + "AAAAAAAAAAAAAAAAAAAA"));
        assertEquals(400, forged.statusCode());
        assertEquals(200, status(ada));
        HttpResponse<String> out = world.send(world.form("/sign-in/oidc/logout", "logout_token=" + token));
        assertEquals(200, out.statusCode(), out.body());
        assertEquals("no-store", out.headers().firstValue("cache-control").orElse(""));
        assertEquals(401, status(ada));
        assertEquals(400,
                world.send(world.form("/sign-in/oidc/logout", "logout_token=" + token)).statusCode());
        assertEquals(400, world.send(world.form("/sign-in/oidc/logout", "")).statusCode());
        assertEquals(415, world.send(world.to("/sign-in/oidc/logout")
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode());
    }

    @Test
    void signingOutGoesOnToTheProvider() {
        ConsoleWorld.Browser ada = browser(arrive(depart("/sign-in/oidc", STRANGER), StubProvider.ADA));
        HttpResponse<String> out = world.post("/sign-out", ada, "_csrf=" + ada.csrf());
        assertEquals(200, out.statusCode());
        assertTrue(ConsoleWorld.setCookie(out).contains("Max-Age=0"));
        assertTrue(out.body().contains("content=\"0;url=" + provider.issuer() + "/logout?"), out.body());
        assertEquals(401, status(ada));
    }

    @Test
    void signingOutHereAsksBeforeItEndsSshSessionsByWayOfTheProvider() {
        ending.set(2);
        ConsoleWorld.Browser ada = browser(arrive(depart("/sign-in/oidc", STRANGER), StubProvider.ADA));
        HttpResponse<String> out = world.post("/sign-out", ada, "_csrf=" + ada.csrf());
        assertEquals(200, out.statusCode());
        assertTrue(ConsoleWorld.setCookie(out).contains("Max-Age=0"));
        assertEquals(401, status(ada), "signed out here, whatever comes next");
        assertFalse(out.body().contains("http-equiv=\"refresh\""), "nothing goes on by itself");
        assertTrue(out.body().contains("href=\"" + provider.issuer() + "/logout?"), out.body());
        assertTrue(out.body().contains("ends your 2 open SSH sessions"), out.body());
    }

    @Test
    void aProviderThatIsAwayLetsNobodyInAndNobodyOut() {
        ConsoleWorld.Browser ada = browser(arrive(depart("/sign-in/oidc", STRANGER), StubProvider.ADA));
        Trip trip = depart("/sign-in/oidc", STRANGER);
        provider.close();
        HttpResponse<String> late = arrive(trip, StubProvider.ADA);
        assertEquals(503, late.statusCode());
        assertTrue(late.body().contains("data-reason=\"identity-provider\""), late.body());
        assertEquals(200, status(ada));
        assertEquals(200, status(world.signIn(Samples.TESS)));
        oidc.look();
        assertTrue(oidc.trouble().isPresent());
    }
}
