package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-3, AUTH-7: coming in and going out. */
final class SignInTest {
    @TempDir
    static Path folder;
    private static ConsoleWorld world;

    @BeforeAll
    static void open() {
        world = new ConsoleWorld(folder);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void aCodeOpensOneSessionAndNoSecond() {
        String code = world.samples.signIn.codeFor(Samples.ADA);
        HttpResponse<String> first = world.post("/sign-in", ConsoleWorld.Browser.STRANGER, "code=" + code);
        HttpResponse<String> second = world.post("/sign-in", ConsoleWorld.Browser.STRANGER, "code=" + code);
        assertEquals(303, first.statusCode());
        assertEquals(403, second.statusCode());
        assertTrue(ConsoleWorld.setCookie(second).isEmpty());
        assertTrue(second.body().contains("id=\"sign-in-error\""));
    }

    @Test
    void theCookieCantBeReadByScriptsNorLeaveThisHostNorTravelFromOtherSites() {
        String cookie = ConsoleWorld.setCookie(world.post("/sign-in", ConsoleWorld.Browser.STRANGER,
                "code=" + world.samples.signIn.codeFor(Samples.ADA)));
        assertTrue(cookie.matches(
                "__Host-sallyport=[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict"), cookie);
    }

    @Test
    void signingInAgainGivesANewIdAndEndsTheOldOne() {
        ConsoleWorld.Browser old = world.signIn(Samples.TESS);
        HttpResponse<String> again = world.post("/sign-in", old,
                "code=" + world.samples.signIn.codeFor(Samples.TESS) + "&_csrf=" + old.csrf());
        assertEquals(303, again.statusCode());
        assertNotEquals(old.cookie(), ConsoleWorld.setCookie(again).split(";", 2)[0]);
        assertEquals("/sign-in", world.get("/sessions", old).headers().firstValue("location").orElse(""));
    }

    @Test
    void signingOutEndsTheSessionOnTheServer() {
        ConsoleWorld.Browser browser = world.signIn(Samples.EVA);
        HttpResponse<String> out = world.post("/sign-out", browser, "_csrf=" + browser.csrf());
        assertEquals(303, out.statusCode());
        assertTrue(ConsoleWorld.setCookie(out).contains("Max-Age=0"));
        assertEquals(303, world.get("/requests", browser).statusCode());
        assertEquals(401, world.send(browser.with(world.to("/api/v1/me"))).statusCode());
    }

    @Test
    void theSameCodeGivesAScriptABearerToken() {
        String body = "{\"code\":\"" + world.samples.signIn.codeFor(Samples.EVA) + "\"}";
        HttpResponse<String> in = world.api("POST", "/api/v1/sign-in", "", body);
        assertEquals(200, in.statusCode());
        String token = in.body().replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
        HttpResponse<String> me = world.api("GET", "/api/v1/me", token, "");
        assertEquals(200, me.statusCode());
        assertTrue(me.body().contains("\"name\":\"eva\""), me.body());
        assertEquals(204, world.api("POST", "/api/v1/sign-out", token, "").statusCode());
        assertEquals(401, world.api("GET", "/api/v1/me", token, "").statusCode());
    }

    @Test
    void aBadTokenIsNotExcusedByAGoodCookie() {
        ConsoleWorld.Browser browser = world.signIn(Samples.EVA);
        assertEquals(401,
                world.send(browser.with(world.to("/api/v1/me")).header("Authorization", "Bearer no"))
                        .statusCode());
    }

    @Test
    void aPersonWhoIsDisabledIsOutAtOnce() {
        ConsoleWorld.Browser browser = world.signIn(Samples.OLLI);
        assertEquals(200, world.get("/requests", browser).statusCode());
        world.samples.everyone.remove(Samples.OLLI);
        world.samples.people.refresh();
        assertEquals(303, world.get("/requests", browser).statusCode());
        world.samples.everyone.add(Samples.OLLI);
        world.samples.people.refresh();
    }

    @Test
    void theCodeIsNeverWrittenBack() {
        HttpResponse<String> no = world.post("/sign-in", ConsoleWorld.Browser.STRANGER, "code=deadbeefcafe");
        assertFalse(no.body().contains("deadbeefcafe"));
    }
}
