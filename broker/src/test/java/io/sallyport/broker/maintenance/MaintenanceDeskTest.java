package io.sallyport.broker.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.Admission;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.store.EmptyDatabase;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declaring and ending maintenance, and what it opens. */
class MaintenanceDeskTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: in-maintenance
                title: Acme in maintenance
                who: { group: acme/ops }
                where: { env: staging }
                login: deploy
                when: %s
                max: 8h
                approval: { before: [{ count: %d, from: ops-owners }] }
                rights: { shell: true }
            """;
    private final World world;
    private final Path folder;

    MaintenanceDeskTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.world = World.in(folder);
        activate("maintenance", RULES.formatted("declared-maintenance", 1));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void activate(String name, String rules) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, rules), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
    }

    private static Instant in(Duration time) {
        return FakeClock.START.plus(time);
    }

    private static MaintenanceForm form(String target, Duration length) {
        return new MaintenanceForm(Set.of(new TargetName(target)), Map.of(), Optional.empty(), in(length),
                "patches");
    }

    private MaintenanceOutcome declare(String who, MaintenanceForm form) {
        return world.domain.maintenance().declare(world.person(who), form);
    }

    private Maintenance declared(String who, Duration length) {
        return assertInstanceOf(MaintenanceOutcome.Done.class, declare(who, form("web-1", length)))
                .maintenance();
    }

    private MaintenanceOutcome.Reason refused(MaintenanceOutcome outcome) {
        return assertInstanceOf(MaintenanceOutcome.Refused.class, outcome).reason();
    }

    private RequestOutcome ask() {
        return world.domain.requests().request(world.person("eva"),
                World.form("web-1", "deploy", Duration.ofHours(4)));
    }

    private AccessRequest filed() {
        return assertInstanceOf(RequestOutcome.Filed.class, ask()).request();
    }

    private RequestOutcome approve(String who, AccessRequest request) {
        return world.domain.requests().approve(world.person(who), request.id(), Narrowing.NONE,
                Optional.empty(), Optional.of(request.hash()));
    }

    private Admission admit() {
        return world.domain.admissions().admit(world.person("eva"), WEB, World.HOME.getAddress());
    }

    @Test
    void withoutOneTheWayIsClosedAndWithOneItIsOpenUntilItsEnd() {
        assertInstanceOf(RequestOutcome.Refused.class, ask());
        declared("otto", Duration.ofHours(2));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, approve("ada", filed())).grant();
        assertEquals(in(Duration.ofHours(2)), grant.notAfter());
        assertTrue(grant.endReason().contains("maintenance"), grant.endReason());
    }

    @Test
    void onlyTheCompanysApproversAndAdministratorsDeclare() {
        assertEquals(MaintenanceOutcome.Reason.NOT_ALLOWED,
                refused(declare("eva", form("web-1", Duration.ofHours(1)))));
        assertEquals(MaintenanceOutcome.Reason.NOT_ALLOWED,
                refused(declare("ivan", form("web-1", Duration.ofHours(1)))),
                "in the group, without the role");
        assertEquals(MaintenanceOutcome.Reason.NOT_ALLOWED,
                refused(declare("aud", form("web-1", Duration.ofHours(1)))));
        assertTrue(world.journalled().stream().noneMatch("maintenance-declared"::equals));
    }

    @Test
    void theDeclarerOwnsEachTarget() {
        assertEquals(MaintenanceOutcome.Reason.NOT_OWNER,
                refused(declare("sue", form("web-1", Duration.ofHours(1)))));
        assertEquals(MaintenanceOutcome.Reason.NOT_OWNER, refused(declare("otto", new MaintenanceForm(
                Set.of(WEB, new TargetName("db-1")), Map.of(), Optional.empty(), in(Duration.ofHours(1)),
                "both"))));
        assertEquals(Set.of(WEB), assertInstanceOf(MaintenanceOutcome.Done.class, declare("otto",
                new MaintenanceForm(Set.of(), Map.of("env", "staging", "role", "app"), Optional.empty(),
                        in(Duration.ofHours(1)), "all apps")))
                .maintenance().targets().keySet());
        assertEquals(MaintenanceOutcome.Reason.NOT_OWNER, refused(declare("otto", new MaintenanceForm(
                Set.of(), Map.of("env", "prod"), Optional.empty(), in(Duration.ofHours(1)), "prod"))));
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertEquals(MaintenanceOutcome.Reason.BAD_MAINTENANCE,
                refused(declare("otto", form("web-1", MaintenanceDesk.LONGEST.plusSeconds(1)))));
        assertInstanceOf(MaintenanceOutcome.Done.class,
                declare("otto", form("web-1", MaintenanceDesk.LONGEST)));
        assertEquals(MaintenanceOutcome.Reason.BAD_MAINTENANCE,
                refused(declare("otto", form("web-1", Duration.ofHours(-1)))));
        assertEquals(MaintenanceOutcome.Reason.BAD_MAINTENANCE, refused(declare("otto",
                new MaintenanceForm(Set.of(WEB), Map.of(), Optional.of(in(Duration.ofDays(31))),
                        in(Duration.ofDays(32)), "far away"))));
        assertEquals(MaintenanceOutcome.Reason.BAD_MAINTENANCE, refused(declare("otto",
                new MaintenanceForm(Set.of(WEB), Map.of("env", "staging"), Optional.empty(),
                        in(Duration.ofHours(1)), "both ways"))));
        assertEquals(MaintenanceOutcome.Reason.BAD_MAINTENANCE, refused(declare("otto",
                new MaintenanceForm(Set.of(WEB), Map.of(), Optional.empty(), in(Duration.ofHours(1)), " "))));
        assertEquals(MaintenanceOutcome.Reason.UNKNOWN_TARGET,
                refused(declare("otto", form("web-9", Duration.ofHours(1)))));
    }

    @Test
    void whoDeclaredItDoesNotApproveWhatItOpens() {
        declared("otto", Duration.ofHours(2));
        AccessRequest request = filed();
        RequestOutcome.Refused own = assertInstanceOf(RequestOutcome.Refused.class,
                approve("otto", request));
        assertEquals(RequestOutcome.Reason.OWN_MAINTENANCE, own.reason());
        assertTrue(own.text().contains("somebody else"), own.text());
        assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request), "the request still stands");
    }

    @Test
    void whoProlongedAWindowDoesNotApproveWhatThatMakesLonger() throws IOException {
        activate("either", RULES.formatted("[office, declared-maintenance]", 1));
        world.clock.advance(Duration.ofHours(5));
        declare("otto", form("web-1", Duration.ofHours(10)));
        AccessRequest request = filed();
        assertEquals(RequestOutcome.Reason.OWN_MAINTENANCE,
                assertInstanceOf(RequestOutcome.Refused.class, approve("otto", request)).reason());
        assertEquals(in(Duration.ofHours(9)),
                assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request)).grant().notAfter());
    }

    @Test
    void whoDeclaredOneThatIsNotNeededMayApprove() throws IOException {
        activate("either", RULES.formatted("[office, declared-maintenance]", 1));
        declared("otto", Duration.ofHours(2));
        assertInstanceOf(RequestOutcome.Granted.class, approve("otto", filed()));
    }

    @Test
    void whoApprovedFirstAndDeclaresThenOpensNothingEither() throws IOException {
        activate("two", RULES.formatted("declared-maintenance", 2));
        Maintenance first = declared("ada", Duration.ofHours(2));
        AccessRequest request = filed();
        assertInstanceOf(RequestOutcome.Decided.class, approve("otto", request));
        world.domain.maintenance().end(world.person("ada"), first.id());
        declared("otto", Duration.ofHours(2));
        assertEquals(RequestOutcome.Reason.CHANGED,
                assertInstanceOf(RequestOutcome.Refused.class, approve("ada", request)).reason());
    }

    @Test
    void anApproversLaterDeclarationDoesNotCarryTheirOwnGrant() {
        world.enrol("web-1", 1);
        Maintenance first = declared("otto", Duration.ofHours(2));
        assertInstanceOf(RequestOutcome.Granted.class, approve("ada", filed()));
        assertInstanceOf(Admission.Admitted.class, admit());
        world.domain.maintenance().end(world.person("otto"), first.id());
        declared("ada", Duration.ofHours(2));
        assertInstanceOf(Admission.Refused.class, admit());
    }

    @Test
    void endingItEndsWhatItOpenedAfterTheGrace() {
        AgentIdentity agent = world.enrol("web-1", 1);
        Maintenance one = declared("otto", Duration.ofHours(2));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, approve("ada", filed())).grant();
        Session opening = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, opening.id(), 7,
                grant.id(), new LoginName("deploy")));
        world.domain.leases().check();
        assertEquals(List.of(), world.tunnels.narrowed);
        assertInstanceOf(MaintenanceOutcome.Done.class,
                world.domain.maintenance().end(world.person("ada"), one.id()), "an owner's approver may");
        world.domain.leases().check();
        assertEquals(in(Duration.ofMinutes(10)), world.tunnels.narrowed.getFirst().end());
        assertTrue(world.tunnels.narrowed.getFirst().text().contains("when needs declared-maintenance"),
                world.tunnels.narrowed.getFirst().text());
        assertInstanceOf(Admission.Refused.class, admit());
    }

    @Test
    void onlyWhoMayEndsIt() {
        Maintenance one = declared("otto", Duration.ofHours(2));
        for (String who : List.of("eva", "ivan", "aud", "sue")) {
            assertEquals(MaintenanceOutcome.Reason.NOT_ALLOWED,
                    refused(world.domain.maintenance().end(world.person(who), one.id())), who);
        }
        assertInstanceOf(MaintenanceOutcome.Done.class,
                world.domain.maintenance().end(world.person("otto"), one.id()));
        assertEquals(MaintenanceOutcome.Reason.NO_SUCH_MAINTENANCE,
                refused(world.domain.maintenance().end(world.person("otto"), one.id())));
        assertEquals(1, world.journalled().stream().filter("maintenance-ended"::equals).count());
    }

    @Test
    void providersSeeNone() {
        declared("otto", Duration.ofHours(2));
        assertEquals(List.of(), world.domain.maintenance().list(world.person("eva")));
        assertEquals(1, world.domain.maintenance().list(world.person("aud")).size());
    }

    @Test
    void aNewDatabaseKnowsTheSame() throws IOException {
        Maintenance ended = declared("otto", Duration.ofHours(2));
        world.domain.maintenance().end(world.person("otto"), ended.id());
        declared("ada", Duration.ofHours(3));
        List<Maintenance> before = world.domain.maintenance().list(world.person("aud"));
        world.journal.close();
        try (World again = new World(folder, EmptyDatabase.open(), false)) {
            assertEquals(before, again.domain.maintenance().list(again.person("aud")));
        }
    }
}
