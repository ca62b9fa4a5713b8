package io.sallyport.broker.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.Admission;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service account may do, from where, and for how long. */
class ServiceGateTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: people
                title: People
                who: { group: acme/quick }
                where: { env: staging }
                login: [viewer, deploy]
                max: 4h
                approval: { automatic: "read only and recorded" }
                rights: { shell: true }
              - id: nightly
                title: Nightly jobs
                who: { group: acme/quick, kind: service }
                where: { env: staging }
                login: deploy
                max: 24h
                approval: { automatic: "runs at night" }
                rights: { exec: any }
            """;
    private final RobotWorld robots;
    private final World world;
    private final AgentIdentity agent;

    ServiceGateTest(@TempDir Path folder) throws Exception {
        this.robots = new RobotWorld(folder);
        this.world = robots.world;
        world.domain.policy().activate(World.policy(folder, "robots", RULES), Actor.OPERATOR,
                Optional.empty(), Optional.empty());
        this.agent = world.enrol("web-1", 1);
    }

    @AfterEach
    void close() {
        robots.close();
    }

    private RequestOutcome ask(String login, Duration duration) {
        RequestForm form = World.form("web-1", login, duration);
        return world.domain.requests().request(robots.robot(), Arrival.from(RobotWorld.INSIDE), form);
    }

    private Grant granted(Duration duration) {
        return assertInstanceOf(RequestOutcome.Granted.class, ask("deploy", duration)).grant();
    }

    private Admission admit(InetAddress source) {
        return world.domain.admissions().admit(robots.robot(), WEB, source);
    }

    @Test
    void itIsGivenWhatARuleForServiceAccountsGivesAndNothingElse() {
        assertEquals("nightly", granted(Duration.ofHours(1)).rule().value());
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class,
                ask("viewer", Duration.ofHours(1)));
        assertFalse(refused.text().contains("People"), refused.text());
    }

    @Test
    void aGrantIsGoodFromItsNetworksOnly() {
        granted(Duration.ofHours(1));
        assertInstanceOf(Admission.Admitted.class, admit(RobotWorld.INSIDE));
        Admission.Refused refused = assertInstanceOf(Admission.Refused.class, admit(RobotWorld.OUTSIDE));
        assertEquals(Admission.Reason.PERSON, refused.reason());
    }

    @Test
    void aGrantEndsWithTheAccount() {
        Instant end = Instant.parse("2026-03-21T00:00:00Z");
        world.clock.advance(Duration.between(world.clock.instant(), end).minusHours(2));
        Grant grant = granted(Duration.ofHours(5));
        assertEquals(end, grant.notAfter());
        assertEquals("end of the service account", grant.endReason());
    }

    @Test
    void aSessionEndsWhenItsSourceIsNoneOfTheNetworksAnyMore() {
        Grant grant = granted(Duration.ofHours(1));
        Session session = world.domain.sessions().opening(robots.robot(), world.keyOf("robot"), Mfa.NONE, WEB,
                new InetSocketAddress(RobotWorld.INSIDE, 40000), List.of(grant));
        world.domain.sessions().begin(agent, session.id(), 1, grant.id(), new LoginName("deploy"));
        world.domain.leases().check();
        assertTrue(world.tunnels.said.contains("renew web-1 1"), world.tunnels.said.toString());
        robots.adopt(RobotWorld.directory().replace("203.0.113.0/24", "203.0.113.128/25"));
        world.domain.leases().check();
        assertTrue(world.tunnels.said.getLast().startsWith("end web-1 " + EndReason.REVOKED.code()),
                world.tunnels.said.toString());
    }

    @Test
    void itSignsInToNoConsoleAndHoldsNoRoleThatDecides() {
        assertEquals(Optional.empty(), world.domain.signIn().open(robots.robot().name(),
                new Assurance(Mfa.NONE, world.clock.instant()), Optional.empty()));
        assertEquals(Set.of(Role.ENGINEER),
                robots.robot().holding(Set.of(), Set.of(Role.values())).roles());
    }

    @Test
    void aHumanWhoBecomesAServiceAccountLosesTheirConsole() {
        var session = world.domain.signIn().open(world.person("eva").name(),
                new Assurance(Mfa.NONE, world.clock.instant()), Optional.empty()).orElseThrow();
        assertTrue(world.domain.signIn().session(session.id()).isPresent());
        robots.adopt(RobotWorld.directory().replace("full_name: Eva Engineer,",
                "kind: service, owner: mona, until: 2026-12-31, networks: [192.0.2.0/24],"));
        assertTrue(world.domain.signIn().session(session.id()).isEmpty());
    }

    @Test
    void aServiceAccountThatBecomesAHumanComesFromAnywhere() {
        robots.adopt(RobotWorld.directory().replace(
                "kind: service, owner: mona, until: 2026-03-20, networks: [203.0.113.0/24],", ""));
        assertTrue(robots.robot().service().isEmpty());
        assertTrue(robots.robot().comesFrom(RobotWorld.OUTSIDE));
    }
}
