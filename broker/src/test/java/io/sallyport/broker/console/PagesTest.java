package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see and do on the pages, and that foreign text stays text (REC-6). */
final class PagesTest {
    private static final String EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\u202e";
    @TempDir
    Path folder;
    private ConsoleWorld world;

    @BeforeEach
    void open() {
        world = new ConsoleWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private AccessRequest ask(Person by, String ticket, String reason) {
        return world.samples.requests.add(by,
                new RequestForm(new TargetName("web-1"), new LoginName("deploy"),
                        Duration.ofHours(2), Optional.empty(), Optional.of(ticket), reason));
    }

    private static void assertHarmless(HttpResponse<String> page) {
        assertEquals(200, page.statusCode());
        assertFalse(page.body().contains("<script>alert"), page.body());
        assertFalse(page.body().contains("<img src=x"), page.body());
        assertFalse(page.body().contains("\u202e"), "a turned reading order must show");
        assertTrue(page.body().contains("&lt;script&gt;alert(1)"), page.body());
    }

    @Test
    void aNoteIsWrittenOnTheSessionsPageAndStaysText() {
        SessionSummary session = world.samples.sessions.add(Samples.EVA, "web-1", "deploy",
                FakeRequests.NOW.minusSeconds(900), false, "");
        String path = "/sessions/" + session.session().id();
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        assertTrue(world.get(path, ada).body().contains("data-action=\"note\""));
        String form = "&text=" + java.net.URLEncoder.encode("two\r\nlines " + EVIL,
                java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(403, world.post(path + "/notes", ada, "_csrf=wrong" + form).statusCode());
        HttpResponse<String> noted = world.post(path + "/notes", ada, "_csrf=" + ada.csrf() + form);
        assertEquals(303, noted.statusCode(), noted.body());
        HttpResponse<String> page = world.get(path, ada);
        assertHarmless(page);
        assertTrue(page.body().contains("two\nlines "), page.body());
        ConsoleWorld.Browser eva = world.signIn(Samples.EVA);
        assertFalse(world.get(path, eva).body().contains("data-action=\"note\""), "reads, and writes none");
        ConsoleWorld.Browser olli = world.signIn(Samples.OLLI);
        assertEquals(404, world.post(path + "/notes", olli, "_csrf=" + olli.csrf() + form).statusCode());
        assertEquals(404, world.get(path, olli).statusCode());
    }

    @Test
    void foreignTextStaysTextOnEveryPage() {
        Person evil = new Person(new PersonName("evil"), EVIL, new OrganisationName("acme"), false, Set.of(),
                Set.of(Role.ENGINEER), true);
        world.samples.everyone.add(evil);
        world.samples.machines
                .add(new Target(new TargetName("web-2"), Map.of("env", "staging<script>alert(1)"),
                        new GroupName("ops-owners"), EVIL, true));
        world.samples.people.refresh();
        AccessRequest request = ask(evil, EVIL, EVIL);
        SessionSummary session = world.samples.sessions.add(evil, "web-1", "deploy",
                FakeRequests.NOW.minusSeconds(900), false, EVIL);
        world.samples.requests.deny(Samples.ADA, ask(evil, "T-1", EVIL).id(), EVIL);
        world.samples.checks.add(new HealthProbe.Check("journal", false, true, EVIL));
        world.samples.requests.allowed = List.of(EVIL);
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        for (String path : List.of("/inbox", "/requests/" + request.id(), "/sessions", "/sessions/"
                + session.session().id(), "/health")) {
            assertHarmless(world.get(path, ada));
        }
        ConsoleWorld.Browser own = world.signIn(evil);
        assertHarmless(world.get("/requests", own));
    }

    @Test
    void whatWasTypedComesBackAsText() {
        ConsoleWorld.Browser eva = world.signIn(Samples.EVA);
        String typed = java.net.URLEncoder.encode(EVIL, java.nio.charset.StandardCharsets.UTF_8);
        HttpResponse<String> form = world.post("/requests", eva,
                "_csrf=" + eva.csrf() + "&target=web-1&login=" + typed.substring(0, 30) + "&for=PT2H&reason="
                        + typed);
        assertEquals(400, form.statusCode());
        assertFalse(form.body().contains("<script>alert"));
        HttpResponse<String> missing = world.get("/requests/" + typed, eva);
        assertEquals(404, missing.statusCode());
        assertFalse(missing.body().contains("alert(1)"));
    }

    @Test
    void theInboxSaysWhatAnApproverMustKnow() {
        AccessRequest request = ask(Samples.EVA, "CHG-7", "Restart the worker");
        String page = world.get("/inbox", world.signIn(Samples.ADA)).body();
        for (String said : List.of("Eva Engineer", "Acme Managed Services", "deploy@web-1", "2 h", "CHG-7",
                "Restart the worker", FakeRequests.NORMALLY.getFirst(), request.hash(),
                "data-action=\"approve\"",
                "data-action=\"deny\"", "data-request=\"" + request.id() + "\"", "id=\"inbox\"")) {
            assertTrue(page.contains(said), said);
        }
    }

    @Test
    void approvingSwapsTheCardAndDenyingWithoutACommentSaysWhy() {
        AccessRequest request = ask(Samples.EVA, "CHG-7", "Restart the worker");
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        HttpResponse<String> no = world
                .send(ada.with(world.form("/inbox/" + request.id() + "/deny", "comment="))
                        .header("Sec-Fetch-Site", "same-origin").header(CrossSite.HEADER, ada.csrf())
                        .header("HX-Request", "true"));
        assertEquals(400, no.statusCode());
        assertEquals("yes", no.headers().firstValue("x-fragment").orElse(""));
        assertTrue(no.body().contains("A denial needs a comment."));
        HttpResponse<String> yes = world.send(ada.with(world.form("/inbox/" + request.id() + "/approve",
                "for=PT1H&hash=" + request.hash())).header("Sec-Fetch-Site", "same-origin")
                .header(CrossSite.HEADER, ada.csrf()).header("HX-Request", "true"));
        assertEquals(200, yes.statusCode());
        assertTrue(yes.body().stripLeading().startsWith("<article"), yes.body());
        assertTrue(yes.body().contains("Granted") && yes.body().contains("for 1 h only"), yes.body());
    }

    @Test
    void whatWasNotLookedAtIsNotApproved() {
        AccessRequest request = ask(Samples.EVA, "CHG-7", "Restart the worker");
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        HttpResponse<String> no = world.post("/inbox/" + request.id() + "/approve", ada,
                "_csrf=" + ada.csrf() + "&hash=" + "0".repeat(64));
        assertEquals(409, no.statusCode());
    }

    @Test
    void anEngineerAsksAndFollows() {
        ConsoleWorld.Browser eva = world.signIn(Samples.EVA);
        HttpResponse<String> filed = world.post("/requests", eva,
                "_csrf=" + eva.csrf()
                        + "&target=web-1&login=deploy&for=PT2H&ticket=CHG-9&reason=two%0Alines");
        assertEquals(303, filed.statusCode());
        String page = world.get(filed.headers().firstValue("location").orElseThrow(), eva).body();
        assertTrue(page.contains("two lines") && page.contains("Waits for")
                && page.contains("data-action=\"cancel\""));
    }

    @Test
    void maintenanceIsDeclaredAndEndedOnItsPage() {
        ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
        String form = "_csrf=" + ada.csrf() + "&until=2026-11-23T18%3A00&reason=%3Cb%3Epatches&targets=";
        HttpResponse<String> refused = world.post("/maintenance", ada, form + "db-9");
        assertEquals(403, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("owns &lt;db-9&gt;"), refused.body());
        assertEquals(303, world.post("/maintenance", ada, form + "web-1+web-2").statusCode());
        String page = world.get("/maintenance", ada).body();
        assertTrue(page.contains("m-abcdefghij") && page.contains("web-1, web-2")
                && page.contains("23 Nov 2026, 18:00 UTC") && !page.contains("<b>patches"), page);
        assertEquals(303, world.post("/maintenance/m-abcdefghij/end", ada, "_csrf=" + ada.csrf())
                .statusCode());
        assertFalse(world.get("/maintenance", ada).body().contains("m-abcdefghij"));
        assertEquals(403, world.get("/maintenance", world.signIn(Samples.EVA)).statusCode());
    }

    @Test
    void rolesAreAskedBeforeAnythingElse() {
        ConsoleWorld.Browser eva = world.signIn(Samples.EVA);
        for (String path : List.of("/inbox", "/health")) {
            assertEquals(403, world.get(path, eva).statusCode(), path);
        }
        AccessRequest request = ask(Samples.EVA, "CHG-7", "mine");
        assertEquals(403, world.post("/inbox/" + request.id() + "/approve", eva,
                "_csrf=" + eva.csrf() + "&hash=" + request.hash()).statusCode());
        assertTrue(world.samples.requests.show(Samples.ADA, request.id()).orElseThrow().pending());
        String page = world.get("/requests", eva).body();
        assertFalse(page.contains("href=\"/inbox\"") || page.contains("href=\"/health\""));
    }

    @Test
    void strangersAreSentToTheDoor() {
        for (String path : List.of("/", "/inbox", "/requests", "/sessions", "/targets", "/health",
                "/events")) {
            HttpResponse<String> response = world.get(path, ConsoleWorld.Browser.STRANGER);
            assertEquals(303, response.statusCode(), path);
            assertEquals("/sign-in", response.headers().firstValue("location").orElse(""), path);
        }
    }
}
