package io.sallyport.broker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.RightsCodec;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session that runs has left when policy, groups or windows change. */
class ReevaluationTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme-staging
                title: Acme on staging
                who: { group: acme/ops }
                where: { env: staging }
                login: deploy
                when: [office, night]
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true, sftp: read-write }
            """;
    private static final String DENY = """
            deny:
              - id: stop-acme
                title: Acme is out
                who: { provider: acme }
                where: any-host
                reason: Ask the service desk.
                running: %s
            """;
    private final World world;
    private final Path folder;
    private final AgentIdentity agent;
    private final Grant grant;
    private final Session session;

    ReevaluationTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.world = World.in(folder);
        activate("first", RULES);
        this.agent = world.enrol("web-1", 1);
        AccessRequest request = assertInstanceOf(RequestOutcome.Filed.class, world.domain.requests()
                .request(world.person("eva"), World.form("web-1", "deploy", Duration.ofHours(3)))).request();
        this.grant = assertInstanceOf(RequestOutcome.Granted.class, world.domain.requests().approve(
                world.person("ada"), request.id(), Narrowing.NONE, Optional.empty(), Optional.empty()))
                .grant();
        this.session = begun(7);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Session begun(long serial) {
        Session opening = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, opening.id(), serial,
                grant.id(), new LoginName("deploy")));
        return opening;
    }

    private void activate(String name, String rules) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, rules), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
    }

    private void check() {
        world.domain.leases().check();
    }

    private NarrowOrder onlyOrder() {
        check();
        assertEquals(1, world.tunnels.narrowed.size(), world.tunnels.narrowed.toString());
        return world.tunnels.narrowed.getFirst();
    }

    private List<String> ends() {
        return world.tunnels.said.stream().filter(said -> said.startsWith("end ")).toList();
    }

    private Admission admit() {
        return world.domain.admissions().admit(world.person("eva"), WEB, World.HOME.getAddress());
    }

    @Test
    void samePolicyOrWiderChangesNothing() throws IOException {
        check();
        activate("wider",
                RULES.replace("max: 4h", "max: 8h").replace("shell: true,", "shell: true, pty: true,"));
        check();
        assertEquals(List.of(), world.tunnels.narrowed);
        assertEquals(List.of(), ends());
        assertEquals(List.of(grant), assertInstanceOf(Admission.Admitted.class, admit()).grants());
    }

    @Test
    void aLostRightIsTakenFromTheRunningSessionOnceAndFromTheGrant() throws IOException {
        activate("read", RULES.replace("sftp: read-write", "sftp: none"));
        NarrowOrder order = onlyOrder();
        assertEquals(Sftp.none(), order.rights().sftp());
        assertEquals(grant.notAfter(), order.end());
        assertEquals("rule acme-staging gives less now (sftp).", order.text());
        assertEquals(world.domain.policy().current().hash(), order.policyHash());
        check();
        check();
        assertEquals(1, world.tunnels.narrowed.size());
        assertEquals(Sftp.none(), assertInstanceOf(Admission.Admitted.class, admit()).grants().getFirst()
                .rights().sftp());
    }

    @Test
    void whatWasTakenIsNotGivenBack() throws IOException {
        activate("less", RULES.replace("sftp: read-write", "sftp: none"));
        onlyOrder();
        activate("again", RULES);
        check();
        assertEquals(1, world.tunnels.narrowed.size());
        activate("short", RULES.replace("max: 4h", "max: 1h"));
        check();
        NarrowOrder second = world.tunnels.narrowed.getLast();
        assertEquals(Sftp.none(), second.rights().sftp());
        assertEquals(FakeClock.START.plus(Duration.ofHours(1)), second.end());
        assertTrue(second.epoch() > world.tunnels.narrowed.getFirst().epoch());
    }

    @Test
    void aShorterTimeCountsFromTheBeginningOfTheGrant() throws IOException {
        world.clock.advance(Duration.ofMinutes(50));
        activate("short", RULES.replace("max: 4h", "max: 1h"));
        assertEquals(FakeClock.START.plus(Duration.ofHours(1)), onlyOrder().end());
    }

    @Test
    void anotherWindowEndsTheSessionEarlier() throws IOException {
        world.clock.advance(Duration.ofMinutes(5));
        activate("lunch", RULES.replace("[office, night]", "morning"));
        NarrowOrder order = onlyOrder();
        assertEquals(Instant.parse("2026-03-03T11:00:00Z"), order.end());
        assertEquals("end of window morning", order.why());
    }

    @Test
    void whatIsNotAllowedAnyMoreEndsAfterTheGrace() throws IOException {
        activate("night", RULES.replace("[office, night]", "night"));
        NarrowOrder order = onlyOrder();
        assertEquals(FakeClock.START.plus(Judge.GRACE), order.end());
        assertTrue(order.text().contains("acme-staging") && order.text().contains("night"), order.text());
        world.clock.advance(Duration.ofMinutes(9));
        check();
        assertEquals(1, world.tunnels.narrowed.size(), "the grace does not begin anew");
        assertEquals(List.of(), ends());
        world.clock.advance(Duration.ofMinutes(1));
        check();
        assertTrue(ends().getFirst().startsWith("end web-1 grant-ended"), ends().toString());
    }

    @Test
    void theGraceEndsWithTheGrantAtTheLatest() throws IOException {
        world.clock.advance(Duration.ofHours(3).minusMinutes(5));
        activate("renamed", RULES.replace("acme-staging", "acme-renamed"));
        assertEquals(grant.notAfter(), onlyOrder().end());
    }

    @Test
    void aRuleThatIsGoneEndsItsSessionsAfterTheGrace() throws IOException {
        activate("renamed", RULES.replace("acme-staging", "acme-renamed"));
        assertEquals("Rule acme-staging is not in the policy any more.", onlyOrder().text());
        assertTrue(assertInstanceOf(Admission.Refused.class, admit()).hint().contains("acme-staging"));
    }

    @Test
    void whoLostTheirGroupGoesAfterTheGrace() {
        world.adopt(World.text().replace("groups: [acme/ops, acme/quick]", "groups: [acme/quick]"));
        assertEquals(FakeClock.START.plus(Judge.GRACE), onlyOrder().end());
    }

    @Test
    void moreApprovalsThanWereGivenAreNotPassedOver() throws IOException {
        activate("two", RULES.replace("count: 1", "count: 2"));
        assertTrue(onlyOrder().text().contains("more approvals"));
    }

    @Test
    void aDenyLetsRunningSessionsFinishUnlessItSaysOtherwise() throws IOException {
        activate("grace", RULES + DENY.formatted("after-grace"));
        assertEquals("Rule stop-acme forbids this: Ask the service desk.", onlyOrder().text());
        assertEquals(List.of(), ends());
        activate("now", RULES + DENY.formatted("terminate-now"));
        check();
        assertEquals(List.of("end web-1 revoked Rule stop-acme forbids this: Ask the service desk."), ends());
        assertEquals(1, world.journalled().stream().filter("session-end-ordered"::equals).count());
        activate("back", RULES);
        check();
        assertEquals(2, ends().size(), "what was ordered to end stays ordered");
    }

    @Test
    void theDenialOfNewSessionsNamesTheReason() throws IOException {
        activate("grace", RULES + DENY.formatted("after-grace"));
        assertTrue(assertInstanceOf(Admission.Refused.class, admit()).hint()
                .contains("Ask the service desk."));
        Session opening = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.NotBegun.class, world.domain.sessions().begin(agent, opening.id(), 9,
                grant.id(), new LoginName("deploy")));
    }

    @Test
    void anAgentThatWasAwayIsToldWhenItIsBackUnderANewerNumber() throws IOException {
        world.tunnels.offline.add(WEB);
        activate("read", RULES.replace("sftp: read-write", "sftp: none"));
        check();
        assertEquals(List.of(), world.tunnels.narrowed);
        world.tunnels.offline.clear();
        assertEquals(List.of(session.id()), world.domain.leases().renewal(WEB).renew());
        world.domain.leases().reachable(WEB);
        assertEquals(1, world.tunnels.narrowed.size(), "at once, not with the next look");
        long first = onlyOrder().epoch();
        world.domain.leases().renewal(WEB);
        world.domain.leases().reachable(WEB);
        check();
        assertEquals(2, world.tunnels.narrowed.size());
        assertTrue(world.tunnels.narrowed.getLast().epoch() > first);
        assertEquals(world.tunnels.narrowed.getFirst().rights(), world.tunnels.narrowed.getLast().rights());
    }

    @Test
    void theJournalSaysWhatWasTakenByWhichPolicyAndRule() throws IOException {
        activate("read", RULES.replace("sftp: read-write", "sftp: none"));
        NarrowOrder order = onlyOrder();
        Json.Obj event = world.journalled("session-reevaluated").getFirst();
        assertEquals("less", event.string("outcome"));
        assertEquals(session.id().value(), event.string("session"));
        assertEquals(order.epoch(), event.number("epoch"));
        assertEquals(grant.policyHash(), event.string("old_policy_hash"));
        assertEquals(world.domain.policy().current().hash(), event.string("policy_hash"));
        assertEquals(List.of("acme-staging"), event.strings("rules"));
        assertEquals(List.of("sftp"), event.strings("fields"));
        assertEquals(order.rights(), RightsCodec.decode(event.object("rights")));
        assertEquals(grant.notAfter().toString(), event.string("ends_at"));
        assertEquals(order.text(), event.string("text"));
        check();
        check();
        assertEquals(1, world.journalled("session-reevaluated").size(), "once");
    }

    @Test
    void theJournalNamesTheCheckThatFails() throws IOException {
        activate("night", RULES.replace("[office, night]", "night"));
        onlyOrder();
        Json.Obj event = world.journalled("session-reevaluated").getFirst();
        assertEquals("after-grace", event.string("outcome"));
        assertTrue(event.strings("failed").getFirst().startsWith("when needs night, is closed"),
                event.text());
        assertEquals(FakeClock.START.plus(Judge.GRACE).toString(), event.string("ends_at"));
    }

    @Test
    void theJournalNamesTheRequireRuleThatTightens() throws IOException {
        activate("require", RULES + """
                require:
                  - id: short-on-staging
                    title: Short
                    where: { env: staging }
                    max: 1h
                """);
        assertEquals("rule acme-staging gives less now (end), as short-on-staging wants.",
                onlyOrder().text());
        assertEquals(List.of("acme-staging", "short-on-staging"),
                world.journalled("session-reevaluated").getFirst().strings("rules"));
    }

    @Test
    void theJournalSaysWhyASessionWasEndedAtOnce() throws IOException {
        activate("now", RULES + DENY.formatted("terminate-now"));
        check();
        check();
        Json.Obj event = world.journalled("session-reevaluated").getFirst();
        assertEquals("terminate-now", event.string("outcome"));
        assertEquals(List.of("stop-acme"), event.strings("rules"));
        assertEquals(1, world.journalled("session-reevaluated").size());
        assertEquals(List.of("session-reevaluated", "session-end-ordered"), world.journalled().reversed()
                .subList(0, 2).reversed());
    }

    @Test
    void whatTheJournalCanNotTakeIsNotTold() throws IOException {
        activate("read", RULES.replace("sftp: read-write", "sftp: none"));
        world.journal.close();
        assertThrows(RuntimeException.class, this::check);
        assertEquals(List.of(), world.tunnels.narrowed);
    }

    @Test
    void aRestartedBrokerKnowsWhatItOrderedAndTheGraceDoesNotBeginAnew() throws IOException {
        activate("night", RULES.replace("[office, night]", "night"));
        NarrowOrder first = onlyOrder();
        world.clock.advance(Duration.ofMinutes(4));
        LeaseKeeper again = world.restarted().leases();
        again.renewal(WEB);
        again.reachable(WEB);
        NarrowOrder second = world.tunnels.narrowed.getLast();
        assertEquals(first.end(), second.end());
        assertEquals(first.why(), second.why());
        assertTrue(second.epoch() > first.epoch());
        assertEquals(1, world.journalled("session-reevaluated").size());
    }

    @Test
    void theTrailOfASessionShowsTheOrderAndThatItsAgentFollowed() throws IOException {
        activate("read", RULES.replace("sftp: read-write", "sftp: none"));
        NarrowOrder order = onlyOrder();
        SessionViews views = world.domain.sessionViews();
        SessionSummary seen = views.session(world.person("aud"), session.id().value()).orElseThrow();
        assertEquals(Optional.empty(), views.judgements(world.person("aud"), seen).getFirst().followedAt());
        world.clock.advance(Duration.ofSeconds(1));
        world.domain.sessions().narrowed(agent, session.id(), order.epoch(),
                new SessionDesk.Left(order.policyHash(), List.of("sftp"), order.end()));
        PastJudgement past = views.judgements(world.person("aud"), seen).getFirst();
        assertEquals(Optional.of(FakeClock.START.plusSeconds(1)), past.followedAt());
        assertTrue(past.what().startsWith("loses sftp"), past.what());
        assertEquals(List.of(), views.judgements(world.person("emil"), seen));
    }

    @Test
    void theOrdersOfARestartedBrokerAreNewer() throws IOException {
        activate("read", RULES.replace("sftp: read-write", "sftp: none"));
        assertFalse(onlyOrder().epoch() < FakeClock.START.toEpochMilli());
    }
}
