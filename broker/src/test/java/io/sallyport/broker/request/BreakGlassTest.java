package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.EmergencyWorld;
import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking for emergency access (FLOW-7): it needs nobody, and it is limited. */
class BreakGlassTest {
    private static final String REQUIRE = """
            require:
              - id: prod-needs-a-yes
                title: Somebody has to be awake
                where: { env: prod }
                approval: { before: [{ count: 1, from: ops-owners }] }
            """;
    private final EmergencyWorld emergency;
    private final World world;

    BreakGlassTest(@TempDir Path folder) {
        this.emergency = new EmergencyWorld(folder);
        this.world = emergency.world;
    }

    @AfterEach
    void close() {
        emergency.close();
    }

    private RequestOutcome ordinary(String who) {
        return world.domain.requests().request(world.person(who),
                World.form("web-1", "deploy", Duration.ofHours(1)));
    }

    private RequestOutcome form(Optional<Instant> at, String reason) {
        RequestForm form = World.form("web-1", "deploy", Duration.ofHours(1));
        return world.domain.requests().request(world.person("eva"),
                new RequestForm(form.target(), form.login(), form.duration(), at, form.ticket(), reason,
                        true));
    }

    private static RequestOutcome.Refused refused(RequestOutcome.Reason reason, RequestOutcome outcome) {
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class, outcome);
        assertEquals(reason, refused.reason(), refused.text());
        return refused;
    }

    private static void says(String text, String... words) {
        for (String word : words) {
            assertTrue(text.contains(word), "no \"" + word + "\" in: " + text);
        }
    }

    /** Nothing but the registered key and the directory is asked: no identity provider, no approver, no network. */
    @Test
    void flow7PossibleWithoutAnIdentityProviderOrAnybodyAwakeAndOnlyWhenAskedFor() {
        assertInstanceOf(RequestOutcome.Filed.class, ordinary("emil"));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("eva")).grant();
        assertEquals(Grant.Kind.BREAK_GLASS, grant.kind());
        assertEquals(FakeClock.START, grant.notBefore());
        assertEquals(FakeClock.START.plus(Duration.ofHours(1)), grant.notAfter());
        assertEquals(List.of(), grant.approvals());
        List<Json.Obj> filed = emergency.events("request-filed");
        assertFalse(filed.getFirst().has("break_glass"));
        assertTrue(filed.getLast().bool("break_glass"));
        assertEquals("{\"notify\":[\"db-owners\"],\"slots\":[{\"count\":1,\"group\":\"ops-owners\"},"
                + "{\"count\":1,\"group\":\"security\"}],\"unreviewed\":\"suspend\",\"within\":86400}",
                filed.getLast().object("draft").object("review").text());
    }

    @Test
    void anEmergencyIsNowAndHasAReason() {
        refused(RequestOutcome.Reason.BAD_REQUEST,
                form(Optional.of(FakeClock.START.plusSeconds(1)), "the disk is full"));
        refused(RequestOutcome.Reason.BAD_REQUEST, form(Optional.empty(), "ninechars"));
        refused(RequestOutcome.Reason.BAD_REQUEST, form(Optional.empty(), "  nine ch  "));
        assertEquals(List.of(), emergency.events("request-refused"));
        assertInstanceOf(RequestOutcome.Granted.class, form(Optional.empty(), "ten chars."));
    }

    @Test
    void anEmergencyAndAnOrdinaryRequestDoNotAnswerForEachOther() {
        emergency.activate(EmergencyWorld.RULES + REQUIRE);
        RequestForm form = World.form("db-1", "deploy", Duration.ofHours(1));
        AccessRequest ordinary = assertInstanceOf(RequestOutcome.Filed.class,
                world.domain.requests().request(world.person("eva"), form)).request();
        AccessRequest urgent = assertInstanceOf(RequestOutcome.Filed.class, emergency.ask("eva", "db-1"))
                .request();
        assertNotEquals(ordinary.id(), urgent.id());
        assertEquals(urgent.id(),
                assertInstanceOf(RequestOutcome.Filed.class, emergency.ask("eva", "db-1")).request().id());
        assertEquals(ordinary.id(), assertInstanceOf(RequestOutcome.Filed.class,
                world.domain.requests().request(world.person("eva"), form)).request().id());
        assertEquals(2, emergency.events("request-filed").size());
    }

    /** Requests that wait from before emergencies could be asked for are still what their approvers looked at. */
    @Test
    void anOrdinaryRequestHasTheHashThatItAlwaysHad() throws Exception {
        AccessRequest request = assertInstanceOf(RequestOutcome.Filed.class, ordinary("eva")).request();
        Json.Obj draft = Json.object().put("at", Optional.empty())
                .put("grant", Draft.json(request.draft().template()))
                .put("slots", Slot.json(request.draft().slots())).build();
        String request1 = "{\"duration\":3600,\"id\":\"" + request.id()
                + "\",\"login\":\"deploy\",\"reason\":\"the disk is full\",\"target\":\"web-1\",\"ticket\":\"CHG-7\"}";
        byte[] all = ("{\"draft\":" + draft.text() + ",\"request\":" + request1 + "}")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all)),
                request.hash());
    }

    @Test
    void thatItIsAnEmergencyIsPartOfTheHash() {
        AccessRequest request = emergency.granted("eva");
        assertEquals(request.hash(), request.draft().hash(request.id(), request.form()));
        assertNotEquals(request.hash(),
                request.draft().hash(request.id(), request.form().withBreakGlass(false)));
    }

    /** What was promised when it was asked for is what holds, whatever the policy says by then. */
    @Test
    void aLaterPolicyDoesNotAlterTheReviewThatWasPromised() {
        AccessRequest request = emergency.granted("eva");
        emergency.activate(EmergencyWorld.RULES.replace("unreviewed: suspend", "unreviewed: report")
                .replace("within: 24h", "within: 720h")
                .replace("after: [{ count: 1, from: ops-owners }, { count: 1, from: security }]",
                        "after: [{ count: 1, from: db-owners }]"));
        world.clock.advance(Duration.ofHours(25));
        refused(RequestOutcome.Reason.UNREVIEWED, emergency.ask("emil"));
        emergency.reviewed(request.id());
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("emil"));
    }

    @Test
    void flow7LimitedByAQuotaThatSaysWhenItIsFreeAndWhomToAsk() {
        AccessRequest first = emergency.granted("eva");
        world.clock.advance(Duration.ofHours(2));
        AccessRequest second = emergency.granted("emil");
        RequestOutcome.Refused refused = refused(RequestOutcome.Reason.QUOTA, emergency.ask("eva"));
        says(refused.text(), "acme-emergency", "twice in 30 days", "used twice", "2026-04-02T10:00:00Z",
                "ops-owners or security", "without --break-glass");
        Json.Obj event = emergency.events("request-refused").getLast();
        assertEquals("QUOTA", event.string("code"));
        assertTrue(event.bool("break_glass"));
        assertInstanceOf(RequestOutcome.Filed.class, ordinary("eva"), "the ordinary way stays open");
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("gita"), "it is of one organisation");
        emergency.reviewed(first.id());
        emergency.reviewed(second.id());
        world.clock.advance(Duration.ofDays(30).minusHours(2).minusSeconds(1));
        refused(RequestOutcome.Reason.QUOTA, emergency.ask("eva"));
        world.clock.advance(Duration.ofSeconds(1));
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("eva"));
        refused(RequestOutcome.Reason.QUOTA, emergency.ask("eva"));
    }

    @Test
    void whatPolicyRefusedIsNoUse() {
        emergency.activate(EmergencyWorld.RULES + """
                deny:
                  - id: not-now
                    title: Not now
                    who: { person: eva }
                    where: any-host
                    reason: Ask the service desk.
                """);
        for (int i = 0; i < 3; i++) {
            says(refused(RequestOutcome.Reason.POLICY, emergency.ask("eva")).text(), "Ask the service desk.");
        }
        emergency.activate(EmergencyWorld.RULES);
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("eva"));
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("eva"));
    }

    @Test
    void flow7LimitedAlsoWhenManyAskAtTheSameInstant() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<RequestOutcome>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String who = i % 2 == 0 ? "eva" : "emil";
                String target = i % 4 < 2 ? "web-1" : "db-1";
                all.add(threads.submit(() -> {
                    go.await();
                    return emergency.ask(who, target);
                }));
            }
            go.countDown();
        }
        int granted = 0;
        for (Future<RequestOutcome> each : all) {
            if (each.get() instanceof RequestOutcome.Granted) {
                granted++;
            } else {
                refused(RequestOutcome.Reason.QUOTA, each.get());
            }
        }
        assertEquals(2, granted);
        assertEquals(2, emergency.events("request-filed").size());
    }

    @Test
    void flow7WhoOwesAReviewGetsNoFurtherEmergencyAccess() {
        emergency.activate(EmergencyWorld.RULES.replace("2 per 30d", "9 per 30d"));
        AccessRequest request = emergency.granted("eva");
        world.clock.advance(Duration.ofHours(25).minusSeconds(1));
        AccessRequest intime = emergency.granted("emil");
        world.clock.advance(Duration.ofSeconds(1));
        RequestOutcome.Refused refused = refused(RequestOutcome.Reason.UNREVIEWED, emergency.ask("emil"));
        says(refused.text(), request.id().value(), "ops-owners and security", "2026-03-04T11:00:00Z",
                "without --break-glass");
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("gita"), "it is of one organisation");
        assertInstanceOf(RequestOutcome.Filed.class, ordinary("eva"));
        emergency.review("otto", request.id(), Finding.JUSTIFIED);
        refused = refused(RequestOutcome.Reason.UNREVIEWED, emergency.ask("emil"));
        assertFalse(refused.text().contains("ops-owners"), refused.text());
        emergency.review("sue", request.id(), Finding.OBJECTION);
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("emil"));
        world.clock.advance(Duration.ofDays(2));
        says(refused(RequestOutcome.Reason.UNREVIEWED, emergency.ask("eva")).text(), intime.id().value());
    }

    @Test
    void whereItIsOnlyReportedAnOverdueReviewSuspendsNobody() {
        emergency.activate(EmergencyWorld.RULES.replace("unreviewed: suspend", "unreviewed: report"));
        emergency.granted("eva");
        world.clock.advance(Duration.ofDays(9));
        world.domain.reviews().reportOverdue();
        assertEquals(1, emergency.events("review-overdue").size());
        assertInstanceOf(RequestOutcome.Granted.class, emergency.ask("eva"));
    }

    @Test
    void anEmergencyThatWaitsForAYesCountsAndIsNotGrantedOnceSuspended() {
        emergency.activate((EmergencyWorld.RULES + REQUIRE).replace("2 per 30d", "3 per 30d"));
        AccessRequest owed = emergency.granted("eva");
        AccessRequest first = assertInstanceOf(RequestOutcome.Filed.class, emergency.ask("eva", "db-1"))
                .request();
        assertEquals(Optional.empty(), world.domain.reviewViews().of(world.person("aud"), first.id()));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, approve(first)).grant();
        assertEquals(Grant.Kind.BREAK_GLASS, grant.kind());
        assertTrue(emergency.review(first.id()).open());
        world.clock.advance(Duration.ofHours(24));
        AccessRequest waiting = assertInstanceOf(RequestOutcome.Filed.class, emergency.ask("emil", "db-1"))
                .request();
        refused(RequestOutcome.Reason.QUOTA, emergency.ask("emil", "web-1"));
        world.clock.advance(Duration.ofHours(1));
        // Both are due at the same moment, so either is named.
        String text = refused(RequestOutcome.Reason.CHANGED, approve(waiting)).text();
        assertTrue(text.contains(owed.id().value()) || text.contains(first.id().value()), text);
    }

    private RequestOutcome approve(AccessRequest request) {
        return world.domain.requests().approve(world.person("otto"), request.id(), Narrowing.NONE,
                Optional.empty(), Optional.of(request.hash()));
    }
}
