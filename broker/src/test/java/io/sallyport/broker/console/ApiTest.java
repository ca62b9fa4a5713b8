package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.waiting.Waiting;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST API: what it answers, how it refuses, and that its document tells the truth. */
final class ApiTest {
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

    private static Json.Obj json(String text) {
        return (Json.Obj) JsonParser.parse(text.getBytes(StandardCharsets.UTF_8), 1024 * 1024, 32);
    }

    private static void assertProblem(HttpResponse<String> response, int status, String reason) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", response.headers().firstValue("content-type").orElse(""));
        Json.Obj problem = json(response.body());
        assertEquals(reason, problem.string("reason"));
        assertEquals("urn:sallyport:problem:" + reason, problem.string("type"));
        assertEquals(status, problem.number("status"));
        assertTrue(problem.string("correlation").matches("[0-9a-f]{16}"));
        assertFalse(problem.string("title").isBlank() || problem.string("detail").isBlank());
        assertFalse(response.body().contains("Exception") || response.body().contains("io.sallyport"));
    }

    @Test
    void refusalsAreProblemsWithStableReasons() {
        String eva = world.token(Samples.EVA);
        assertProblem(world.api("GET", "/api/v1/me", "", ""), 401, "not-signed-in");
        assertProblem(world.api("GET", "/api/v1/inbox", eva, ""), 403, "role");
        assertProblem(world.api("GET", "/api/v1/requests/r-aaaaaaaaaa", eva, ""), 404, "not-found");
        assertProblem(world.api("GET", "/api/v1/nothing", eva, ""), 404, "not-found");
        assertProblem(world.api("DELETE", "/api/v1/me", eva, ""), 405, "method");
        assertProblem(world.api("POST", "/api/v1/requests", eva, "{"), 400, "bad-request");
        assertProblem(world.api("POST", "/api/v1/requests", eva, "[]"), 400, "bad-request");
        assertProblem(world.api("POST", "/api/v1/requests", eva, "{\"target\":\"web-1\"}"), 400,
                "bad-request");
        assertProblem(world.api("GET", "/api/v1/sessions?limit=0", eva, ""), 400, "bad-request");
        assertProblem(world.api("POST", "/api/v1/sign-in", "", "{\"code\":\"no\"}"), 403, "code");
    }

    @Test
    void whatBreaksInsideIsNotToldAndIsAnsweredAtOnce() {
        for (Throwable failure : List.of(new IllegalStateException("the table REQUEST is gone"),
                new NoSuchMethodError("a library of another version"))) {
            world.samples.requests.broken = Optional.of(failure);
            assertProblem(world.api("GET", "/api/v1/requests", world.token(Samples.EVA), ""), 500,
                    "internal");
        }
    }

    @Test
    void aRequestGoesFromAskedToGranted() {
        String eva = world.token(Samples.EVA);
        String ada = world.token(Samples.ADA);
        HttpResponse<String> filed = world.api("POST", "/api/v1/requests", eva,
                "{\"target\":\"web-1\",\"login\":\"deploy\",\"duration\":\"2h\",\"reason\":\"because\"}");
        assertEquals(201, filed.statusCode(), filed.body());
        Json.Obj request = json(filed.body());
        assertEquals("pending", request.string("state"));
        Json.Obj inbox = json(world.api("GET", "/api/v1/inbox", ada, "").body());
        assertEquals(request.string("id"), inbox.objects("requests").getFirst().string("id"));
        String approve = "/api/v1/requests/" + request.string("id") + "/approve";
        assertProblem(world.api("POST", approve, ada, "{\"hash\":\"" + "0".repeat(64) + "\"}"), 409,
                "changed");
        HttpResponse<String> granted = world.api("POST", approve, ada,
                "{\"hash\":\"" + request.string("hash") + "\",\"duration\":\"PT1H\",\"comment\":\"ok\"}");
        assertEquals("granted", json(granted.body()).string("state"));
        assertEquals("PT1H", json(granted.body()).objects("approvals").getFirst().string("narrowedTo"));
    }

    @Test
    void theInboxSaysWhatWaitsBesideRequestsOnThePageToo() {
        world.samples.waiting = viewer -> viewer.equals(Samples.ADA)
                ? List.of(new Waiting.RosterDue(new OrganisationName("acme"), FakeRequests.NOW, true))
                : List.of();
        Json.Obj line = json(world.api("GET", "/api/v1/inbox", world.token(Samples.ADA), "").body())
                .objects("waiting").getFirst();
        assertEquals("roster", line.string("kind"));
        assertEquals("acme", line.string("provider"));
        assertTrue(line.bool("overdue") && line.string("text").contains("were not confirmed by"));
        String page = world.get("/inbox", world.signIn(Samples.ADA)).body();
        assertTrue(page.contains("data-line=\"roster\""), page);
        assertTrue(page.contains(">1</span></a>"), "it counts in the navigation");
        assertEquals(List.of(), json(world.api("GET", "/api/v1/inbox", world.token(Samples.TESS), "").body())
                .objects("waiting"));
    }

    @Test
    void aNoteIsAnsweredAndListedWithItsSession() {
        SessionSummary session = world.samples.sessions.add(Samples.EVA, "web-1", "deploy", FakeRequests.NOW,
                false, "");
        String path = "/api/v1/sessions/" + session.session().id();
        String ada = world.token(Samples.ADA);
        HttpResponse<String> noted = world.api("POST", path + "/notes", ada, "{\"text\":\"seen\"}");
        assertEquals(201, noted.statusCode(), noted.body());
        assertEquals("ada", json(noted.body()).string("author"));
        assertEquals("seen",
                json(world.api("GET", path, ada, "").body()).objects("notes").getFirst().string("text"));
        assertProblem(world.api("POST", path + "/notes", ada, "{\"note\":\"x\"}"), 400, "bad-request");
        assertProblem(world.api("POST", path + "/notes", world.token(Samples.OLLI), "{\"text\":\"x\"}"), 404,
                "not-found");
    }

    @Test
    void anotherProviderLearnsNothing() {
        AccessRequest request = world.samples.requests.add(Samples.EVA,
                new RequestForm(new TargetName("web-1"),
                        new LoginName("deploy"), Duration.ofHours(1), Optional.empty(), Optional.empty(),
                        "secret plan"));
        SessionSummary session = world.samples.sessions.add(Samples.EVA, "web-1", "deploy", FakeRequests.NOW,
                false, "");
        String olli = world.token(Samples.OLLI);
        assertProblem(world.api("GET", "/api/v1/requests/" + request.id(), olli, ""), 404, "not-found");
        assertProblem(world.api("GET", "/api/v1/sessions/" + session.session().id(), olli, ""), 404,
                "not-found");
        assertEquals("{\"sessions\":[]}", world.api("GET", "/api/v1/sessions", olli, "").body());
        assertEquals("{\"targets\":[]}", world.api("GET", "/api/v1/targets", olli, "").body());
    }

    @Test
    void recordingsAreForThoseWhoMaySeeThemAndEveryLookIsTold() throws Exception {
        SessionSummary session = world.samples.sessions.add(Samples.EVA, "web-1", "deploy", FakeRequests.NOW,
                false, "");
        Path file = folder.resolve("sample.rec");
        byte[] bytes = new byte[300_000];
        Files.write(file, bytes);
        world.samples.recordings.files.put(session.session().id(), file);
        String base = "/api/v1/recordings/" + session.session().id();
        String eva = world.token(Samples.EVA);
        for (String part : List.of("/cast", "/transcript", "/container", "/search?q=x")) {
            assertProblem(world.api("GET", base + part, "", ""), 401, "not-signed-in");
            assertProblem(world.api("GET", base + part, eva, ""), 404, "not-found");
            assertEquals(405, world.api("HEAD", base + part, eva, "").statusCode(), part);
        }
        assertEquals(List.of(), world.samples.recordings.looks);
        HttpResponse<String> whole = world.api("GET", base + "/container", world.token(Samples.TESS), "");
        assertEquals(200, whole.statusCode());
        assertEquals(bytes.length, whole.body().length());
        assertEquals("attachment; filename=\"" + session.session().id() + ".rec\"",
                whole.headers().firstValue("content-disposition").orElse(""));
        assertEquals(List.of("tess file"), world.samples.recordings.looks);
    }

    @Test
    void theTranscriptHasTheNotesAfterTheRecording() {
        SessionSummary session = world.samples.sessions.add(Samples.EVA, "web-1", "deploy", FakeRequests.NOW,
                false, "");
        SampleRecording.fill(world.samples, folder);
        String path = "/recordings/" + session.session().id() + "/transcript";
        String tess = world.token(Samples.TESS);
        String plain = world.api("GET", "/api/v1" + path, tess, "").body();
        assertTrue(plain.startsWith("Session " + session.session().id()) && !plain.contains("\n# "), plain);
        world.samples.sessions.note(Samples.ADA, session.session().id(), "fine\nby me");
        String noted = world.api("GET", "/api/v1" + path, tess, "").body();
        assertTrue(noted.startsWith(plain) && noted.endsWith(" ada\n#   fine\n#   by me\n"), noted);
        String page = world.get("/sessions/" + session.session().id() + "/transcript",
                world.signIn(Samples.TESS)).body();
        assertEquals(noted, page);
    }

    @Test
    void healthTellsStrangersOneWordAndOperatorsTheRest() {
        assertEquals("{\"status\":\"live\"}", world.api("GET", "/api/v1/health/live", "", "").body());
        assertEquals(200, world.api("GET", "/api/v1/health/ready", "", "").statusCode());
        world.samples.checks.add(new HealthProbe.Check("authority", false, true, "sealed"));
        HttpResponse<String> sealed = world.api("GET", "/api/v1/health/ready", "", "");
        assertEquals(503, sealed.statusCode());
        assertEquals("{\"status\":\"not-ready\"}", sealed.body());
        assertProblem(world.api("GET", "/api/v1/health", world.token(Samples.EVA), ""), 403, "role");
        assertTrue(
                world.api("GET", "/api/v1/health", world.token(Samples.ADA), "").body().contains("sealed"));
    }

    @Test
    void maintenanceIsDeclaredListedAndEnded() {
        String ada = world.token(Samples.ADA);
        assertProblem(world.api("GET", "/api/v1/maintenance", world.token(Samples.EVA), ""), 403, "role");
        String until = "\"until\":\"2026-11-23T18:00:00Z\",\"reason\":\"patches\"";
        assertProblem(world.api("POST", "/api/v1/maintenance", ada, "{\"targets\":[\"db-9\"]," + until + "}"),
                403, "not-owner");
        assertProblem(world.api("POST", "/api/v1/maintenance", ada, "{\"targets\":[\"web-1\"]}"), 400,
                "bad-request");
        HttpResponse<String> made = world.api("POST", "/api/v1/maintenance", ada,
                "{\"targets\":[\"web-1\"]," + until + "}");
        assertEquals(201, made.statusCode(), made.body());
        String id = json(made.body()).string("id");
        assertEquals(id, json(world.api("GET", "/api/v1/maintenance", ada, "").body()).objects("maintenance")
                .getFirst().string("id"));
        assertEquals(200, world.api("POST", "/api/v1/maintenance/" + id + "/end", ada, "").statusCode());
        assertProblem(world.api("POST", "/api/v1/maintenance/" + id + "/end", ada, ""), 404,
                "no-such-maintenance");
        assertProblem(world.api("POST", "/api/v1/maintenance/m-1/end", ada, ""), 404, "not-found");
    }

    @Test
    void theDocumentAndTheRoutesAgree() {
        Json.Obj paths = json(world.api("GET", "/api/v1/openapi.json", "", "").body()).object("paths");
        Set<String> documented = new TreeSet<>();
        Set<String> open = new TreeSet<>();
        paths.fields().forEach((path, item) -> ((Json.Obj) item).fields().forEach((method, operation) -> {
            documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path);
            if (((Json.Obj) operation).has("security")) {
                open.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path);
            }
        }));
        Set<String> routed = new TreeSet<>();
        Set<String> routedOpen = new TreeSet<>();
        for (Endpoint endpoint : world.console.endpoints()) {
            if (endpoint.path().startsWith("/api/")) {
                String name = endpoint.method() + " " + endpoint.path().replaceAll(":(\\w+)", "{$1}");
                routed.add(name);
                if (!endpoint.access().signedIn()) {
                    routedOpen.add(name);
                }
            }
        }
        assertEquals(routed, documented);
        assertEquals(routedOpen, open);
    }
}
