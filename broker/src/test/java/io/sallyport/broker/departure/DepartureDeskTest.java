package io.sallyport.broker.departure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.Admission;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.store.SqlRequests;
import io.sallyport.broker.store.SqlSessions;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an off-boarding takes away, from whom, and who may order one. */
class DepartureDeskTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final PersonName EMIL = new PersonName("emil");
    private final LeavingWorld leaving;
    private final World world;

    DepartureDeskTest(@TempDir Path folder) {
        this.leaving = new LeavingWorld(folder);
        this.world = leaving.world;
    }

    @AfterEach
    void close() {
        leaving.close();
    }

    private DepartureOutcome order(String by, Kind kind, String subject) {
        return leaving.departures.desk().order(leaving.by(by), kind, subject, "left the company");
    }

    private Departure gone(Kind kind, String subject) {
        return leaving.done(order("ines", kind, subject));
    }

    private DepartureOutcome.Reason refused(String by, Kind kind, String subject) {
        return LeavingWorld.refused(order(by, kind, subject));
    }

    private boolean live(Grant grant) {
        return new SqlRequests(world.database).grant(grant.id()).orElseThrow().revoked().isEmpty();
    }

    private AccessRequest.State state(AccessRequest request) {
        return new SqlRequests(world.database).request(request.id()).orElseThrow().state();
    }

    private boolean ordered(Session session) {
        return new SqlSessions(world.database).session(session.id()).orElseThrow().ordered().isPresent();
    }

    @Test
    void aPersonLosesEverythingInOneCommit() {
        Grant grant = leaving.grant("eva", "web-1", "deploy");
        Session session = leaving.session(grant);
        AccessRequest open = leaving.asked("eva", "web-1", "app");
        KeyFingerprint key = world.keyOf("eva");
        leaving.browsers.open.put(EVA, 2);
        long before = world.domain.trail().size();
        Departure departure = gone(Kind.PERSON, "eva");
        Leaver leaver = departure.leavers().getFirst();
        assertEquals(List.of(grant.id()), leaver.grants());
        assertEquals(List.of(open.id()), leaver.requests());
        assertEquals(List.of(session.id()), leaver.sessions());
        assertEquals(List.of(key), leaver.keys());
        assertEquals(List.of("t-eva"), leaver.tokens());
        assertEquals(2, leaver.consoleSessions());
        assertEquals(before, departure.first());
        assertEquals(
                List.of("departure-ordered", "departure-listed", "request-voided", "grant-revoked",
                        "session-end-ordered", "person-held"),
                world.journalled().subList((int) before, (int) world.domain.trail().size()));
        assertTrue(world.domain.people().byKey(key).isEmpty());
        assertFalse(live(grant));
        assertEquals(AccessRequest.State.VOID, state(open));
        assertTrue(ordered(session));
        assertTrue(leaving.browsers.open.isEmpty());
        assertEquals(List.of("end web-1 revoked Your access here has ended."),
                world.tunnels.said.stream().filter(said -> said.startsWith("end")).toList());
    }

    @Test
    void whoIsNotConcernedLosesNothing() {
        Grant grant = leaving.grant("emil", "web-1", "deploy");
        Session session = leaving.session(grant);
        gone(Kind.PERSON, "eva");
        assertTrue(live(grant));
        assertFalse(ordered(session));
        assertTrue(world.person("emil").enabled());
    }

    @Test
    void beingNamedAgainDoesNotBringThemBack() {
        gone(Kind.PERSON, "eva");
        var _ = world.adopt(LeavingWorld.text().replace("Eva Engineer", "Eva E. Engineer"));
        assertFalse(world.person("eva").enabled());
        var _ = world.adopt(
                LeavingWorld.text().lines().filter(line -> !line.contains("name: eva,")).toList().stream()
                        .reduce("", (all, line) -> all + line + "\n"));
        var _ = world.adopt(LeavingWorld.text());
        assertFalse(world.person("eva").enabled());
        assertTrue(world.domain.people().byKey(world.keyOf("eva")).isEmpty());
    }

    @Test
    void aProviderLosesAllItsPeopleAndItsEngagements() {
        Grant one = leaving.grant("eva", "web-1", "deploy");
        Session session = leaving.session(one);
        Grant other = leaving.grant("emil", "web-1", "deploy");
        Departure departure = gone(Kind.PROVIDER, "acme");
        assertEquals(List.of(EMIL, EVA), departure.leavers().stream().map(Leaver::person).toList());
        assertEquals(List.of("acme-2026"), departure.engagements());
        assertFalse(live(one));
        assertFalse(live(other));
        assertTrue(ordered(session));
        assertFalse(world.person("eva").enabled());
        assertFalse(world.person("emil").enabled());
        assertTrue(world.person("ada").enabled());
        assertTrue(world.domain.engagements().byId("acme-2026").orElseThrow().ended().isPresent());
    }

    @Test
    void whoComesToAProviderThatLeftIsNotEnabledEither() {
        gone(Kind.PROVIDER, "acme");
        var _ = world.adopt(LeavingWorld.text().replace("engagements:\n",
                "  - { name: newbie, organisation: acme, groups: [acme/ops], roles: [engineer], keys: [\""
                        + World.key(20)
                        + "\"] }\nengagements:\n")
                .replace("until: 2026-03-31", "until: 2027-03-31"));
        assertFalse(world.person("newbie").enabled());
        assertFalse(world.domain.engagements().byId("acme-2026").orElseThrow()
                .runs(world.clock.instant()));
    }

    @Test
    void anEngagementTakesItsGrantsAndLeavesItsPeople() {
        Grant grant = leaving.grant("eva", "web-1", "deploy");
        Session session = leaving.session(grant);
        Departure departure = gone(Kind.ENGAGEMENT, "acme-2026");
        assertEquals(List.of(), departure.leavers().getFirst().keys());
        assertFalse(live(grant));
        assertTrue(ordered(session));
        assertTrue(world.person("eva").enabled());
        assertInstanceOf(Admission.Refused.class, world.domain.admissions().admit(world.person("eva"),
                new TargetName("web-1"), World.HOME.getAddress()));
        assertInstanceOf(RequestOutcome.Refused.class, world.domain.requests()
                .request(world.person("eva"), World.form("web-1", "deploy", Duration.ofHours(1))));
    }

    @Test
    void whatASecondEngagementCoversStays() {
        var _ = world.adopt(LeavingWorld.text().replace("targets:\n  - { name: web-1",
                "  - { id: acme-web, provider: acme, sponsor: otto, targets: { role: [app] }, until: 2026-12-31 }\ntargets:\n  - { name: web-1"));
        Grant grant = leaving.grant("eva", "web-1", "deploy");
        assertEquals(List.of(), gone(Kind.ENGAGEMENT, "acme-2026").leavers());
        assertTrue(live(grant));
        assertEquals(1, gone(Kind.ENGAGEMENT, "acme-web").leavers().size());
        assertFalse(live(grant));
    }

    @Test
    void onlyAdministratorsOffboardAndNobodyThemselves() {
        assertEquals(DepartureOutcome.Reason.NOT_ALLOWED, refused("ada", Kind.PERSON, "eva"));
        assertEquals(DepartureOutcome.Reason.NOT_ALLOWED, refused("eva", Kind.PERSON, "emil"));
        assertEquals(DepartureOutcome.Reason.NOT_ALLOWED, refused("ada", Kind.PROVIDER, "acme"));
        assertEquals(DepartureOutcome.Reason.OWN, refused("ines", Kind.PERSON, "ines"));
        assertTrue(world.person("eva").enabled());
        assertFalse(world.journalled().contains("departure-ordered"));
    }

    @Test
    void aSponsorEndsTheirOwnEngagementOnly() {
        assertEquals(DepartureOutcome.Reason.NOT_ALLOWED, refused("otto", Kind.ENGAGEMENT, "acme-2026"));
        assertInstanceOf(DepartureOutcome.Done.class, order("ada", Kind.ENGAGEMENT, "acme-2026"));
    }

    @Test
    void anAdministratorWhoLeftOffboardsNobody() {
        Orderer ines = leaving.by("ines");
        leaving.done(leaving.departures.desk().order(Orderer.operator(Optional.of("root")), Kind.PERSON,
                "ines", "gone"));
        assertEquals(DepartureOutcome.Reason.NOT_ALLOWED, LeavingWorld
                .refused(leaving.departures.desk().order(ines, Kind.PERSON, "eva", "revenge")));
        assertEquals("root", world.journalled("departure-ordered").getFirst().string("operator_user"));
    }

    @Test
    void whatIsUnknownInternalOrGoneIsRefused() {
        assertEquals(DepartureOutcome.Reason.UNKNOWN, refused("ines", Kind.PERSON, "nobody"));
        assertEquals(DepartureOutcome.Reason.UNKNOWN, refused("ines", Kind.PERSON, "not a name"));
        assertEquals(DepartureOutcome.Reason.UNKNOWN, refused("ines", Kind.PROVIDER, "example"));
        gone(Kind.PERSON, "eva");
        assertEquals(DepartureOutcome.Reason.UNKNOWN, refused("ines", Kind.PERSON, "eva"));
        gone(Kind.PROVIDER, "acme");
        assertEquals(DepartureOutcome.Reason.UNKNOWN, refused("ines", Kind.PROVIDER, "acme"));
        assertEquals(DepartureOutcome.Reason.UNKNOWN, refused("ines", Kind.ENGAGEMENT, "acme-2026"));
    }

    @Test
    void aReasonIsNeededAndBounded() {
        for (String reason : List.of("", "  ", "x".repeat(DepartureDesk.REASON + 1))) {
            assertEquals(DepartureOutcome.Reason.BAD_REASON, LeavingWorld.refused(leaving.departures.desk()
                    .order(leaving.by("ines"), Kind.PERSON, "eva", reason)));
        }
        assertInstanceOf(DepartureOutcome.Done.class, leaving.departures.desk().order(leaving.by("ines"),
                Kind.PERSON, "eva", "x".repeat(DepartureDesk.REASON)));
    }

    @Test
    void aPreviewSaysWhatWouldGoAndChangesNothing() {
        leaving.session(leaving.grant("eva", "web-1", "deploy"));
        long before = world.domain.trail().size();
        Reach reach = leaving.departures.desk().preview(leaving.by("ines"), Kind.PROVIDER, "acme",
                world.clock.instant()).orElseThrow();
        assertEquals(2, reach.leavers().size());
        assertEquals(1, reach.grants());
        assertEquals(1, reach.sessions().size());
        assertEquals(2, reach.keys());
        assertEquals(before, world.domain.trail().size());
        assertTrue(leaving.departures.desk()
                .preview(leaving.by("eva"), Kind.PROVIDER, "acme", world.clock.instant()).isEmpty());
    }

    @Test
    void aSponsorWhoLeavesIsSaidInThePreviewAndFoundAfterwards() {
        assertEquals(List.of(), leaving.departures.ownership().check().found());
        Reach reach = leaving.departures.desk()
                .preview(leaving.by("ines"), Kind.PERSON, "ada", world.clock.instant()).orElseThrow();
        assertTrue(reach.warnings().toString().contains("acme-2026"), reach.warnings().toString());
        gone(Kind.PERSON, "ada");
        assertEquals(List.of("engagement acme-2026: its sponsor ada is not active in the company"),
                leaving.departures.ownership().check().found());
    }

    @Test
    void aLiveGrantWithoutAnOwnerIsFound() {
        Grant grant = leaving.grant("eva", "web-1", "deploy");
        assertEquals(List.of(), leaving.departures.ownership().check().found());
        var _ = world.adopt(LeavingWorld.text().replace("roles: [engineer], keys: [\"" + World.key(1),
                "roles: [engineer], enabled: false, keys: [\"" + World.key(1)));
        assertEquals(
                List.of("grant " + grant.id() + " of eva for web-1: the person is not active"),
                leaving.departures.ownership().check().found());
        var _ = world.adopt(LeavingWorld.text().replace("env: [staging, prod]", "env: [prod]"));
        assertEquals(List.of("grant " + grant.id() + " of eva for web-1: no engagement covers it"),
                leaving.departures.ownership().check().found());
    }

    @Test
    void theEndOfAnEngagementIsItsOffboardingOnce() {
        Instant end = Instant.parse("2026-04-01T00:00:00Z");
        leaving.departures.desk().endOverdue(end.minusMillis(1));
        assertFalse(world.journalled().contains("departure-ordered"));
        world.clock.advance(Duration.between(world.clock.instant(), end));
        leaving.departures.desk().endOverdue(world.clock.instant());
        leaving.departures.desk().endOverdue(world.clock.instant());
        assertEquals(List.of("system"), world.journalled("departure-ordered").stream()
                .map(each -> each.string("actor")).toList());
        // Extended, it runs again, and its next end is another off-boarding.
        var _ = world.adopt(LeavingWorld.text().replace("until: 2026-03-31", "until: 2026-04-30"));
        assertTrue(
                world.domain.engagements().byId("acme-2026").orElseThrow().runs(world.clock.instant()));
        world.clock.advance(Duration.ofDays(30));
        leaving.departures.desk().endOverdue(world.clock.instant());
        assertEquals(2, world.journalled("departure-ordered").size());
    }

    @Test
    void whatWasLeftStaysLeftWhenTheProjectionIsBuiltAnew() throws Exception {
        Departure departure = gone(Kind.PROVIDER, "acme");
        world.journal.close();
        try (World again = new World(world.folder,
                io.sallyport.broker.store.EmptyDatabase.open(), false)) {
            assertFalse(again.person("eva").enabled());
            assertTrue(again.domain.people().holdsOf(EVA).contains(Hold.DEPARTED));
            assertTrue(again.domain.engagements().held().contains(new OrganisationName("acme")));
            assertEquals(departure.leavers(), again.domain.departures().views()
                    .departure(Orderer.operator(Optional.empty()), departure.id().value()).orElseThrow()
                    .leavers());
        }
    }
}
