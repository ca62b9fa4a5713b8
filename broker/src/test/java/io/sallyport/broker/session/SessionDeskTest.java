package io.sallyport.broker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.FeedWatch;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.RevokeOutcome;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionDeskTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final LoginName DEPLOY = new LoginName("deploy");
    private final World world;

    SessionDeskTest(@TempDir Path folder) {
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private AccessRequest ask(String who) {
        return assertInstanceOf(RequestOutcome.Filed.class,
                world.domain.requests().request(world.person(who),
                        World.form("web-1", "deploy", Duration.ofHours(1))))
                .request();
    }

    private Grant grant(String who) {
        return assertInstanceOf(RequestOutcome.Granted.class,
                world.domain.requests().approve(world.person("ada"), ask(who).id(),
                        Narrowing.NONE, Optional.empty(), Optional.empty()))
                .grant();
    }

    private Admission admit(String who, String target) {
        return world.domain.admissions().admit(world.person(who), new TargetName(target),
                World.HOME.getAddress());
    }

    private String hint(String who, String target) {
        return assertInstanceOf(Admission.Refused.class, admit(who, target)).hint();
    }

    private Session opening(Grant grant) {
        return world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB, World.HOME,
                List.of(grant));
    }

    private SessionSummary session(SessionId id) {
        return world.domain.sessionViews().session(world.person("aud"), id.value()).orElseThrow();
    }

    private Session live(AgentIdentity agent, Grant grant, long serial) {
        Session session = opening(grant);
        assertInstanceOf(BeginOutcome.Began.class,
                world.domain.sessions().begin(agent, session.id(), serial, grant.id(), DEPLOY));
        return session;
    }

    @Test
    void withoutAGrantTheHintSaysWhatToType() {
        assertEquals("No grant for web-1. Ask: ssh gw request web-1 --as LOGIN --for 1h --reason \"...\"",
                hint("eva", "web-1"));
        assertEquals(hint("eva", "web-1").replace("web-1", "nowhere"), hint("eva", "nowhere"));
    }

    @Test
    void aPendingRequestIsNamedWithThoseItWaitsFor() {
        AccessRequest request = ask("eva");
        assertEquals(
                "Your request " + request.id()
                        + " for web-1 waits for ops-owners (Ada Approver or Otto Owner).",
                hint("eva", "web-1"));
    }

    @Test
    void aDenialIsToldWithItsReason() {
        AccessRequest request = ask("eva");
        world.domain.requests().deny(world.person("ada"), request.id(), "use staging-2");
        assertEquals("Your request " + request.id() + " was denied by Ada Approver: \"use staging-2\"",
                hint("eva", "web-1"));
    }

    @Test
    void aGrantAdmitsOnceEverythingElseIsThere() {
        Grant grant = grant("eva");
        assertEquals(Admission.Reason.NO_AGENT,
                assertInstanceOf(Admission.Refused.class, admit("eva", "web-1")).reason());
        world.enrol("web-1", 1);
        world.tunnels.offline.add(WEB);
        assertEquals(Admission.Reason.OFFLINE,
                assertInstanceOf(Admission.Refused.class, admit("eva", "web-1")).reason());
        world.tunnels.offline.clear();
        world.authority.state = Authority.State.SEALED;
        assertEquals(Admission.Reason.AUTHORITY,
                assertInstanceOf(Admission.Refused.class, admit("eva", "web-1")).reason());
        world.authority.state = Authority.State.READY;
        assertEquals(List.of(grant),
                assertInstanceOf(Admission.Admitted.class, admit("eva", "web-1")).grants());
        assertEquals(Admission.Reason.NO_GRANT,
                assertInstanceOf(Admission.Refused.class, admit("emil", "web-1")).reason());
        world.clock.advance(Duration.ofHours(1));
        assertInstanceOf(Admission.Refused.class, admit("eva", "web-1"));
    }

    @Test
    void aSessionBeginsOnceForItsOwnAgentUnderItsOwnGrant() {
        AgentIdentity agent = world.enrol("web-1", 1);
        AgentIdentity other = world.enrol("db-1", 2);
        Grant grant = grant("eva");
        Session session = opening(grant);
        assertEquals(1, world.journalled().stream().filter("session-opening"::equals).count());
        assertEquals("unknown-session", refused(other, session.id(), 7, grant, "deploy"));
        assertEquals("other-grant", refused(agent, session.id(), 7, grant, "app"));
        assertInstanceOf(BeginOutcome.Began.class,
                world.domain.sessions().begin(agent, session.id(), 7, grant.id(), DEPLOY));
        assertEquals("not-opening", refused(agent, session.id(), 8, grant, "deploy"));
        assertEquals("serial-used", refused(agent, opening(grant).id(), 7, grant, "deploy"));
    }

    @Test
    void aNarrowingIsJournalledForTheSessionsOwnAgentWhileItLives() {
        AgentIdentity agent = world.enrol("web-1", 1);
        AgentIdentity other = world.enrol("db-1", 2);
        Session session = live(agent, grant("eva"), 7);
        SessionDesk.Left left = new SessionDesk.Left("ab".repeat(32), List.of("sftp", "end"),
                world.clock.instant());
        world.domain.sessions().narrowed(other, session.id(), 1, left);
        assertEquals(0, narrowings());
        world.domain.sessions().narrowed(agent, session.id(), 1, left);
        assertEquals(1, narrowings());
        world.domain.sessions().ended(agent, session.id(), EndReason.CLOSED, "");
        world.domain.sessions().narrowed(agent, session.id(), 2, left);
        assertEquals(1, narrowings());
    }

    private long narrowings() {
        return world.journalled().stream().filter("session-narrowed"::equals).count();
    }

    private String refused(AgentIdentity agent, SessionId id, long serial, Grant grant, String login) {
        return assertInstanceOf(BeginOutcome.NotBegun.class,
                world.domain.sessions().begin(agent, id, serial, grant.id(), new LoginName(login))).reason();
    }

    private RequestId requestOf(Grant grant) {
        return world.domain.requestViews().grants(world.person(grant.person().value())).stream()
                .filter(issued -> issued.grant().id().equals(grant.id())).findFirst().orElseThrow().request();
    }

    @Test
    void aGrantRevokedBetweenOpeningAndBeginningDoesNotBegin() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Grant grant = grant("eva");
        Session session = opening(grant);
        assertInstanceOf(RevokeOutcome.Revoked.class, world.domain.revocations().revoke(world.person("ada"),
                requestOf(grant), "changed my mind"));
        assertEquals("revoked", refused(agent, session.id(), 7, grant, "deploy"));
    }

    @Test
    void leasesAreRenewedUntilSomethingSpeaksAgainstIt() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = live(agent, grant("eva"), 7);
        assertEquals(List.of(session.id()), world.domain.leases().renewal(WEB).renew());
        world.clock.advance(Duration.ofHours(1));
        assertEquals(EndReason.GRANT_ENDED, onlyOrder().reason());
    }

    private LeaseKeeper.Order onlyOrder() {
        LeaseKeeper.Renewal renewal = world.domain.leases().renewal(WEB);
        assertEquals(List.of(), renewal.renew());
        assertEquals(1, renewal.end().size());
        return renewal.end().getFirst();
    }

    @Test
    void everyWayToLoseTheRightEndsTheSession() {
        AgentIdentity agent = world.enrol("web-1", 1);
        live(agent, grant("eva"), 7);
        List<String> changes = List.of(
                World.text().replace("full_name: Eva Engineer,", "full_name: Eva Engineer, enabled: false,"),
                World.text().replace("until: 2026-03-31", "until: 2026-03-02"),
                World.text().replace("keys: [\"" + World.key(1) + "\"]", "keys: [\"" + World.key(50) + "\"]"),
                World.text().replace("env: [staging, prod]", "env: [prod]"));
        for (String change : changes) {
            world.adopt(change);
            assertEquals(EndReason.REVOKED, onlyOrder().reason());
            world.adopt(World.text());
            assertEquals(1, world.domain.leases().renewal(WEB).renew().size());
        }
        world.enrol("web-1", 9);
        assertEquals(EndReason.REVOKED, onlyOrder().reason());
    }

    @Test
    void aPersonWhoComesBackDoesNotFindTheOldGrantsAlive() {
        world.enrol("web-1", 1);
        grant("eva");
        String without = World.text().lines().filter(line -> !line.contains("name: eva,")).reduce("",
                (a, b) -> a + b + "\n");
        world.adopt(without);
        world.adopt(World.text());
        assertInstanceOf(Admission.Refused.class, admit("eva", "web-1"));
    }

    @Test
    void aRevocationReachesTheAgentWithoutWaiting() throws InterruptedException {
        AgentIdentity agent = world.enrol("web-1", 1);
        Grant grant = grant("eva");
        live(agent, grant, 7);
        try (FeedWatch _ = world.domain.leases().watch(world.domain.trail().feed())) {
            world.domain.revocations().revoke(world.person("otto"), requestOf(grant), "enough");
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (world.tunnels.said.stream().noneMatch(said -> said.startsWith("end web-1 revoked"))
                    && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertTrue(world.tunnels.said.contains("end web-1 revoked The grant was revoked: enough"),
                    world.tunnels.said.toString());
        }
    }

    @Test
    void endingByHandStopsRenewalEvenIfTheOrderGetsLost() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = live(agent, grant("eva"), 7);
        assertInstanceOf(EndOutcome.Refused.class,
                world.domain.sessionViews().end(world.person("emil"), session.id(), "stop"));
        assertInstanceOf(EndOutcome.Refused.class,
                world.domain.sessionViews().end(world.person("sue"), session.id(), "stop"));
        assertInstanceOf(EndOutcome.Ending.class,
                world.domain.sessionViews().end(world.person("otto"), session.id(), "stop"));
        assertEquals(List.of("end web-1 ended-by-person Ended by Otto Owner: stop"), world.tunnels.said);
        assertEquals(EndReason.ENDED_BY_PERSON, onlyOrder().reason());
        world.domain.sessions().ended(agent, session.id(), EndReason.ENDED_BY_PERSON, "");
        assertEquals(SessionSummary.State.ENDED, session(session.id()).state());
    }

    @Test
    void whatTheAgentDoesNotKnowIsClosedAndWhatTheBrokerDoesNotKnowMustEnd() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session kept = live(agent, grant("eva"), 7);
        Session lost = live(agent, world.domain.requestViews().grants(world.person("eva")).getFirst().grant(),
                8);
        SessionId unknown = SessionId.random(world.random);
        assertEquals(List.of(unknown), world.domain.sessions().reconcile(agent, Set.of(kept.id(), unknown)));
        assertEquals(EndReason.TUNNEL_LOST, session(lost.id()).ending().orElseThrow().reason());
        assertTrue(session(kept.id()).live());
    }

    @Test
    void anOpeningThatNeverBeginsIsClosed() {
        world.enrol("web-1", 1);
        Session session = opening(grant("eva"));
        world.clock.advance(LeaseKeeper.OPENING_LIFE.plusSeconds(1));
        world.domain.leases().check();
        assertEquals(SessionSummary.State.ENDED, session(session.id()).state());
    }

    @Test
    void aGrantCarriesOnlySoManySessionsAtATime() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Grant grant = grant("eva");
        int most = grant.rights().concurrent();
        Session first = live(agent, grant, 100);
        for (int i = 1; i < most; i++) {
            live(agent, grant, 100 + i);
        }
        Session another = opening(grant);
        BeginOutcome.NotBegun no = assertInstanceOf(BeginOutcome.NotBegun.class,
                world.domain.sessions().begin(agent, another.id(), 200, grant.id(), DEPLOY));
        assertEquals("too-many-sessions", no.reason());
        assertTrue(no.text().contains("ssh gw end SESSION"), no.text());
        world.domain.sessions().ended(agent, first.id(), EndReason.CLOSED, "");
        assertInstanceOf(BeginOutcome.Began.class,
                world.domain.sessions().begin(agent, another.id(), 200, grant.id(), DEPLOY));
    }

    @Test
    void sessionsOfAnAgentThatIsGoneLongerThanALeaseAreClosed() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = live(agent, grant("eva"), 7);
        world.tunnels.offline.add(WEB);
        world.domain.leases().check();
        world.clock.advance(Limits.LEASE);
        world.domain.leases().check();
        assertTrue(session(session.id()).live());
        world.clock.advance(Duration.ofSeconds(1));
        world.domain.leases().check();
        assertEquals(EndReason.LEASE_LAPSED, session(session.id()).ending().orElseThrow().reason());
        assertEquals(1, world.journalled().stream().filter("session-ended"::equals).count());
        assertTrue(world.tunnels.said.contains("end web-1 lease-lapsed The target lost its connection."));
        assertEquals(List.of(session.id()), world.domain.sessions().reconcile(agent, Set.of(session.id())));
    }

    @Test
    void anAgentThatComesBackInTimeKeepsItsSessions() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = live(agent, grant("eva"), 7);
        for (int i = 0; i < 3; i++) {
            world.tunnels.offline.add(WEB);
            world.domain.leases().check();
            world.clock.advance(Duration.ofSeconds(50));
            world.domain.leases().check();
            if (i == 1) {
                // Greeted, but not welcome yet: the authority is sealed.
                world.domain.leases().renewal(WEB);
            } else {
                world.tunnels.offline.clear();
                world.domain.leases().check();
            }
        }
        assertTrue(session(session.id()).live());
    }

    @Test
    void sessionsOfAReplacedAgentAreClosedAfterALease() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = live(agent, grant("eva"), 7);
        world.enrol("web-1", 9);
        world.domain.leases().check();
        world.clock.advance(Limits.LEASE.plusSeconds(1));
        world.domain.leases().check();
        assertEquals(SessionSummary.State.ENDED, session(session.id()).state());
    }

    @Test
    void listsShowWhatTheViewerMaySee() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Session session = live(agent, grant("eva"), 7);
        assertEquals(1, world.domain.sessionViews().sessions(world.person("eva"), SessionFilter.ALL).size());
        assertEquals(0, world.domain.sessionViews().sessions(world.person("emil"), SessionFilter.ALL).size());
        assertEquals(1, world.domain.sessionViews().sessions(world.person("aud"), SessionFilter.LIVE).size());
        assertEquals(Optional.empty(),
                world.domain.sessionViews().session(world.person("emil"), session.id().value()));
        SessionFilter none = new SessionFilter(Optional.empty(), Optional.of(new TargetName("db-1")),
                Optional.of(world.clock.instant()), false, 10);
        assertEquals(0, world.domain.sessionViews().sessions(world.person("aud"), none).size());
    }
}
