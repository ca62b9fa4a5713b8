package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-2: nobody acts in a signed-in person's name from somewhere else. */
final class CrossSiteTest {
    @TempDir
    static Path folder;
    private static ConsoleWorld world;
    private static ConsoleWorld.Browser ada;

    @BeforeAll
    static void open() {
        world = new ConsoleWorld(folder);
        ada = world.signIn(Samples.ADA);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static AccessRequest pending() {
        return world.samples.requests.add(Samples.EVA,
                new RequestForm(new TargetName("web-1"), new LoginName("deploy"),
                        Duration.ofHours(1), Optional.empty(), Optional.empty(), "because"));
    }

    private static String approval(AccessRequest request, String csrf) {
        return "hash=" + request.hash() + "&_csrf=" + csrf;
    }

    private static HttpRequest.Builder approve(AccessRequest request, String csrf) {
        return ada.with(world.form("/inbox/" + request.id() + "/approve", approval(request, csrf)));
    }

    private static boolean stillPending(AccessRequest request) {
        return world.samples.requests.show(Samples.ADA, request.id()).orElseThrow().pending();
    }

    private static void assertRefused(HttpRequest.Builder attempt, AccessRequest request, String reason) {
        HttpResponse<String> response = world.send(attempt);
        assertEquals(403, response.statusCode());
        assertTrue(response.body().contains("data-reason=\"" + reason + "\""), response.body());
        assertTrue(stillPending(request));
    }

    @Test
    void aFormOfThisPageIsTaken() {
        AccessRequest request = pending();
        assertEquals(303, world.send(approve(request, ada.csrf()).header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "null")).statusCode());
        assertTrue(!stillPending(request));
    }

    @Test
    void theTokenMayComeInTheHeaderAsWell() {
        AccessRequest request = pending();
        assertEquals(200, world.send(approve(request, "").header("Origin", "https://console.test")
                .header(CrossSite.HEADER, ada.csrf()).header("HX-Request", "true")).statusCode());
    }

    @Test
    void aMissingOrWrongTokenIsRefused() {
        AccessRequest request = pending();
        assertRefused(approve(request, "").header("Sec-Fetch-Site", "same-origin"), request, "csrf-token");
        assertRefused(approve(request, "x".repeat(43)).header("Sec-Fetch-Site", "same-origin"), request,
                "csrf-token");
        String other = world.signIn(Samples.TESS).csrf();
        assertRefused(approve(request, other).header("Sec-Fetch-Site", "same-origin"), request, "csrf-token");
    }

    @Test
    void anotherOriginIsRefusedEvenWithTheToken() {
        AccessRequest request = pending();
        assertRefused(approve(request, ada.csrf()).header("Origin", "https://evil.test"), request,
                "cross-site");
        assertRefused(approve(request, ada.csrf()).header("Origin", "https://evil.test")
                .header("Sec-Fetch-Site", "same-origin"), request, "cross-site");
        assertRefused(approve(request, ada.csrf()).header("Sec-Fetch-Site", "cross-site"), request,
                "cross-site");
        assertRefused(approve(request, ada.csrf()).header("Sec-Fetch-Site", "same-site"), request,
                "cross-site");
    }

    @Test
    void aCookieWithoutAnyOriginIsRefused() {
        AccessRequest request = pending();
        assertRefused(approve(request, ada.csrf()), request, "cross-site");
        assertRefused(approve(request, ada.csrf()).header("Origin", "null"), request, "cross-site");
    }

    @Test
    void aFormCantReachTheApiNorJsonThePages() {
        AccessRequest request = pending();
        assertEquals(415, world.send(ada.with(world.form("/api/v1/requests/" + request.id() + "/approve",
                approval(request, ada.csrf()))).header("Sec-Fetch-Site", "same-origin")).statusCode());
        assertEquals(415, world.send(ada.with(world.to("/inbox/" + request.id() + "/approve"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode());
        assertTrue(stillPending(request));
    }

    @Test
    void signingSomebodyInFromAnotherSiteIsRefused() {
        String code = world.samples.signIn.codeFor(Samples.EVA);
        assertEquals(403,
                world.send(world.form("/sign-in", "code=" + code).header("Origin", "https://evil.test"))
                        .statusCode());
        assertEquals(403, world.send(world.to("/api/v1/sign-in").header("Content-Type", "application/json")
                .header("Origin", "https://evil.test")
                .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"" + code + "\"}"))).statusCode());
    }
}
