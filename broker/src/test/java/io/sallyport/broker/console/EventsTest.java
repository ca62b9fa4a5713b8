package io.sallyport.broker.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.waiting.Waiting;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.TargetName;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The event stream: each viewer hears what is theirs, once more after a cut, and nobody is slowed by anyone. */
@Timeout(60)
final class EventsTest {
    @TempDir
    Path folder;

    private static AccessRequest ask(ConsoleWorld world) {
        return world.samples.requests.add(Samples.EVA,
                new RequestForm(new TargetName("web-1"), new LoginName("deploy"),
                        Duration.ofHours(1), Optional.empty(), Optional.empty(), "because"));
    }

    /** Reads the stream up to the next event; returns its lines. */
    private static String next(BufferedReader in) throws Exception {
        StringBuilder event = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty() && event.indexOf("event: ") >= 0) {
                return event.toString();
            }
            if (!line.isEmpty() && !line.startsWith(":")) {
                event.append(line).append('\n');
            }
        }
        return event.toString();
    }

    private static BufferedReader listen(ConsoleWorld world, HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> response = world.http.send(request.build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        assertTrue(response.headers().firstValue("content-type").orElse("").startsWith("text/event-stream"));
        BufferedReader in = new BufferedReader(
                new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        assertEquals(": still here", in.readLine());
        return in;
    }

    @Test
    void aNewRequestArrivesAsACardAndItsDecisionReplacesIt() throws Exception {
        try (ConsoleWorld world = new ConsoleWorld(folder)) {
            ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
            BufferedReader in = listen(world, ada.with(world.to("/events")));
            assertTrue(next(in).startsWith("id: 0\nevent: waiting\n"));
            AccessRequest request = ask(world);
            world.console.hub().publish(new Change.Filed(7, request.id()));
            String added = next(in);
            assertTrue(added.startsWith("id: 7\nevent: added\n"), added);
            assertTrue(added.contains("data-request=\"" + request.id() + "\""), added);
            world.samples.requests.deny(Samples.ADA, request.id(), "no");
            world.console.hub().publish(new Change.Moved(8, request.id()));
            String moved = next(in);
            assertTrue(moved.startsWith("id: 8\nevent: " + request.id() + "\n"), moved);
            assertTrue(moved.contains("Denied"), moved);
        }
    }

    @Test
    void afterACutTheStreamGoesOnWhereItStopped() throws Exception {
        try (ConsoleWorld world = new ConsoleWorld(folder)) {
            AccessRequest first = ask(world);
            AccessRequest second = ask(world);
            world.console.hub().publish(new Change.Filed(1, first.id()));
            world.console.hub().publish(new Change.Filed(2, second.id()));
            BufferedReader in = listen(world, world.to("/api/v1/events").header("Last-Event-ID", "1")
                    .header("Authorization", "Bearer " + world.token(Samples.ADA)));
            assertEquals("id: 1\nevent: waiting\ndata: {\"count\":0}\n", next(in));
            String told = next(in);
            assertTrue(told.startsWith("id: 2\nevent: request\n") && told.contains(second.id().value()),
                    told);
        }
    }

    @Test
    void whatWaitsIsToldAtTheStartAndWhenItChangesForThisViewerOnly() throws Exception {
        try (ConsoleWorld world = new ConsoleWorld(folder)) {
            ConsoleWorld.Browser ada = world.signIn(Samples.ADA);
            BufferedReader in = listen(world, ada.with(world.to("/events")));
            assertFalse(next(in).contains("data-line=\""), "nothing waits");
            Waiting due = new Waiting.RosterDue(new OrganisationName("acme"), FakeRequests.NOW, true);
            world.samples.waiting = viewer -> viewer.equals(Samples.ADA) ? List.of(due) : List.of();
            world.console.hub().publish(new Change.Waiting(3));
            String told = next(in);
            assertTrue(told.startsWith("id: 3\nevent: waiting\n") && told.contains("data-line=\"roster\""),
                    told);
            world.console.hub().publish(new Change.Waiting(4));
            AccessRequest request = ask(world);
            world.console.hub().publish(new Change.Filed(5, request.id()));
            assertTrue(next(in).startsWith("id: 5\n"), "what others hear of is not told");
        }
    }

    @Test
    void onePersonTakesNobodyElsesPlace() throws Exception {
        try (EventHub hub = new EventHub(new Feed())) {
            EventHub.Listener last = hub.listen(Samples.EVA.name(), Optional.empty()).orElseThrow();
            for (int i = 1; i < EventHub.PER_PERSON; i++) {
                assertTrue(hub.listen(Samples.EVA.name(), Optional.empty()).isPresent());
            }
            assertTrue(hub.listen(Samples.EVA.name(), Optional.empty()).isEmpty());
            assertTrue(hub.listen(Samples.ADA.name(), Optional.empty()).isPresent());
            last.close();
            assertTrue(hub.listen(Samples.EVA.name(), Optional.empty()).isPresent());
        }
    }

    @Test
    void manyChangesOfWhatWaitsAreOneTelling() throws Exception {
        try (EventHub hub = new EventHub(new Feed());
                EventHub.Listener slow = hub.listen(Samples.ADA.name(), Optional.empty()).orElseThrow()) {
            for (int i = 1; i <= 10 * EventHub.QUEUE; i++) {
                hub.publish(new Change.Waiting(i));
            }
            assertFalse(slow.takeMissed());
            assertEquals(new Change.Waiting(1), slow.next(Duration.ofSeconds(1)).orElseThrow());
            assertEquals(Optional.empty(), slow.next(Duration.ZERO));
            assertEquals(10 * EventHub.QUEUE, hub.newest());
        }
    }

    @Test
    void othersHearNothingOfIt() throws Exception {
        try (ConsoleWorld world = new ConsoleWorld(folder)) {
            BufferedReader in = listen(world,
                    world.to("/api/v1/events").header("Authorization",
                            "Bearer " + world.token(Samples.OLLI)));
            world.console.hub().publish(new Change.Filed(1, ask(world).id()));
            AccessRequest own = world.samples.requests.add(Samples.OLLI,
                    new RequestForm(new TargetName("db-1"),
                            new LoginName("root"), Duration.ofHours(1), Optional.empty(), Optional.empty(),
                            "mine"));
            world.console.hub().publish(new Change.Filed(2, own.id()));
            assertTrue(next(in).startsWith("id: 2\n"));
        }
    }

    @Test
    void whoLeavesTheCompanyForAProviderHearsWhatIsTheirsFromThenOn() throws Exception {
        try (ConsoleWorld world = new ConsoleWorld(folder)) {
            BufferedReader in = listen(world, world.to("/api/v1/events").header("Authorization",
                    "Bearer " + world.token(Samples.ADA)));
            assertTrue(next(in).contains("event: waiting\n"));
            AccessRequest first = ask(world);
            world.console.hub().publish(new Change.Filed(1, first.id()));
            assertTrue(next(in).startsWith("id: 1\n"), "an approver hears of it");
            world.samples.everyone.replaceAll(each -> each.equals(Samples.ADA)
                    ? new Person(each.name(), each.fullName(), new OrganisationName("other"), false, Set.of(),
                            Set.of(Role.ENGINEER), true)
                    : each);
            world.samples.people.refresh();
            world.console.hub().publish(new Change.Filed(2, ask(world).id()));
            AccessRequest own = world.samples.requests.add(Samples.ADA,
                    new RequestForm(new TargetName("db-1"), new LoginName("root"), Duration.ofHours(1),
                            Optional.empty(), Optional.empty(), "mine"));
            world.console.hub().publish(new Change.Filed(3, own.id()));
            assertTrue(next(in).startsWith("id: 3\n"), "of all others nothing is told any more");
        }
    }

    @Test
    void aSlowPageIsToldToLookAgainAndCostsNoMemory() throws Exception {
        try (EventHub hub = new EventHub(new Feed());
                EventHub.Listener slow = hub.listen(Samples.ADA.name(), Optional.empty()).orElseThrow()) {
            for (int i = 1; i <= EventHub.QUEUE + 1; i++) {
                hub.publish(new Change.Moved(i, new RequestId("r-aaaaaaaaaa")));
            }
            assertTrue(slow.takeMissed());
            assertFalse(slow.takeMissed());
        }
    }

    @Test
    void whoMissedMoreThanIsRememberedIsToldToLookAgain() throws Exception {
        try (EventHub hub = new EventHub(new Feed())) {
            for (int i = 1; i <= EventHub.REMEMBERED + 5; i++) {
                hub.publish(new Change.Moved(i, new RequestId("r-aaaaaaaaaa")));
            }
            try (EventHub.Listener late = hub.listen(Samples.ADA.name(), Optional.of(2L)).orElseThrow();
                    EventHub.Listener soon = hub
                            .listen(Samples.ADA.name(), Optional.of((long) EventHub.REMEMBERED))
                            .orElseThrow()) {
                assertTrue(late.takeMissed());
                assertFalse(soon.takeMissed());
                assertEquals(EventHub.REMEMBERED + 1, soon.next(Duration.ofSeconds(1)).orElseThrow().index());
            }
        }
    }
}
