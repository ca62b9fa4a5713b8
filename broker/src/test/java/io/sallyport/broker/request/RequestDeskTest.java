package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RequestId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestDeskTest {
    private final World world;

    RequestDeskTest(@TempDir Path folder) {
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private RequestDesk desk() {
        return world.domain.requests();
    }

    private AccessRequest filed(String who, String target, String login, Duration duration) {
        return assertInstanceOf(RequestOutcome.Filed.class,
                desk().request(world.person(who), World.form(target, login, duration))).request();
    }

    private RequestOutcome approve(String who, AccessRequest request) {
        return desk().approve(world.person(who), request.id(), Narrowing.NONE, Optional.empty(),
                Optional.of(request.hash()));
    }

    private static RequestOutcome.Reason reason(RequestOutcome outcome) {
        return assertInstanceOf(RequestOutcome.Refused.class, outcome).reason();
    }

    @Test
    void oneApprovalOfTheRightGroupGrants() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(2));
        RequestOutcome.Granted granted = assertInstanceOf(RequestOutcome.Granted.class,
                approve("ada", request));
        Grant grant = granted.grant();
        assertEquals(FakeClock.START, grant.notBefore());
        assertEquals(FakeClock.START.plus(Duration.ofHours(2)), grant.notAfter());
        assertEquals("ada", grant.approvals().getFirst().person().value());
        assertEquals(AccessRequest.State.GRANTED, desk(request).state());
        assertEquals(List.of(grant), world.domain.requestViews().grants(world.person("eva")).stream()
                .map(IssuedGrant::grant).toList());
    }

    private AccessRequest desk(AccessRequest request) {
        return world.domain.requestViews().show(world.person("aud"), request.id().value()).orElseThrow();
    }

    @Test
    void policyItselfMayApprove() {
        RequestOutcome.Granted granted = assertInstanceOf(RequestOutcome.Granted.class,
                desk().request(world.person("eva"), World.form("web-1", "viewer", Duration.ofMinutes(30))));
        assertEquals(Grant.Kind.AUTOMATIC, granted.grant().kind());
    }

    @Test
    void twoSlotsTakeTwoPeople() {
        AccessRequest request = filed("eva", "db-1", "deploy", Duration.ofHours(1));
        assertInstanceOf(RequestOutcome.Decided.class, approve("ada", request));
        assertEquals(RequestOutcome.Reason.ALREADY_APPROVED, reason(approve("ada", request)));
        RequestOutcome.Granted granted = assertInstanceOf(RequestOutcome.Granted.class,
                approve("otto", request));
        assertEquals(2, granted.grant().approvals().size());
    }

    @Test
    void whoMayNotApproveIsToldWhy() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(approve("eva", request)));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(approve("emil", request)));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(approve("ivan", request)));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(approve("aud", request)));
        assertEquals(RequestOutcome.Reason.NOT_IN_GROUP, reason(approve("sue", request)));
    }

    @Test
    void anApproverWhoLeftTheCompanyDecidesNothing() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        var ada = world.person("ada");
        world.adopt(
                World.text().replace("full_name: Ada Approver,", "full_name: Ada Approver, enabled: false,"));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER,
                reason(desk().approve(ada, request.id(), Narrowing.NONE, Optional.empty(),
                        Optional.empty())));
    }

    @Test
    void aSecondRequestForTheSameIsTheFirst() {
        AccessRequest first = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        RequestOutcome.Filed second = assertInstanceOf(RequestOutcome.Filed.class,
                desk().request(world.person("eva"), World.form("web-1", "deploy", Duration.ofHours(3))));
        assertEquals(first.id(), second.request().id());
        assertTrue(second.text().startsWith("You have asked already"), second.text());
    }

    @Test
    void whatPolicyDoesNotAllowIsRefusedWithWhatWouldPass() {
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class,
                desk().request(world.person("eva"), World.form("web-1", "root", Duration.ofHours(1))));
        assertEquals(RequestOutcome.Reason.POLICY, refused.reason());
        assertTrue(refused.text().contains("deploy"), refused.text());
        assertTrue(world.journalled().contains("request-refused"));
    }

    @Test
    void aTargetOneMayNotKnowOfLooksLikeNone() {
        world.adopt(World.text().replace("env: [staging, prod]", "env: [staging]"));
        String hidden = assertInstanceOf(RequestOutcome.Refused.class,
                desk().request(world.person("eva"), World.form("db-1", "deploy", Duration.ofHours(1))))
                .text();
        String absent = assertInstanceOf(RequestOutcome.Refused.class,
                desk().request(world.person("eva"), World.form("zz-1", "deploy", Duration.ofHours(1))))
                .text();
        assertEquals(absent, hidden.replace("db-1", "zz-1"));
    }

    @Test
    void noGrantOutlivesTheEngagement() {
        world.clock.advance(Duration.between(FakeClock.START, Instant.parse("2026-03-31T23:00:00Z")));
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(2));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request)).grant();
        assertEquals(Instant.parse("2026-04-01T00:00:00Z"), grant.notAfter());
        assertEquals("end of the engagement", grant.endReason());
    }

    @Test
    void anApproverMayShortenAndNeverLengthen() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(2));
        assertEquals(RequestOutcome.Reason.TOO_LONG, reason(desk().approve(world.person("ada"), request.id(),
                new Narrowing(Optional.of(Duration.ofHours(3))), Optional.empty(), Optional.empty())));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class,
                desk().approve(world.person("ada"), request.id(),
                        new Narrowing(Optional.of(Duration.ofMinutes(30))), Optional.empty(),
                        Optional.empty()))
                .grant();
        assertEquals(Duration.ofMinutes(30), Duration.between(grant.notBefore(), grant.notAfter()));
    }

    @Test
    void aStartInTheFutureIsKept() {
        Instant at = FakeClock.START.plus(Duration.ofHours(5));
        RequestForm form = new RequestForm(World.form("web-1", "deploy", Duration.ofHours(1)).target(),
                World.form("web-1", "deploy", Duration.ofHours(1)).login(), Duration.ofHours(1),
                Optional.of(at), Optional.empty(), "later");
        AccessRequest request = assertInstanceOf(RequestOutcome.Filed.class,
                desk().request(world.person("eva"), form)).request();
        assertEquals(at,
                assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request)).grant().notBefore());
    }

    @Test
    void anotherPolicyVoidsWhatWasAsked() throws IOException {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        world.domain.policy().activate(World.policy(world.folder, "renamed-rule"), Actor.OPERATOR,
                Optional.empty(), Optional.empty());
        assertEquals(RequestOutcome.Reason.CHANGED, reason(approve("ada", request)));
        assertEquals(AccessRequest.State.VOID, desk(request).state());
        assertEquals(RequestOutcome.Reason.NOT_PENDING, reason(approve("ada", request)));
    }

    @Test
    void anotherOwnerOrLabelVoidsWhatWasAsked() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        world.adopt(World.text().replace("name: web-1, labels: { env: staging",
                "name: web-1, labels: { env: prod"));
        assertEquals(RequestOutcome.Reason.CHANGED, reason(approve("ada", request)));
    }

    @Test
    void anApprovalOfSomethingElseIsRefused() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        assertEquals(RequestOutcome.Reason.CHANGED,
                reason(desk().approve(world.person("ada"), request.id(), Narrowing.NONE,
                        Optional.empty(), Optional.of("0".repeat(64)))));
        assertEquals(AccessRequest.State.PENDING, desk(request).state());
    }

    @Test
    void oneNoIsEnoughAndNeedsAReason() {
        AccessRequest request = filed("eva", "db-1", "deploy", Duration.ofHours(1));
        approve("ada", request);
        assertEquals(RequestOutcome.Reason.COMMENT_MISSING,
                reason(desk().deny(world.person("sue"), request.id(), " ")));
        assertInstanceOf(RequestOutcome.Decided.class,
                desk().deny(world.person("sue"), request.id(), "not now"));
        assertEquals(RequestOutcome.Reason.NOT_PENDING, reason(approve("otto", request)));
    }

    @Test
    void onlyTheRequesterCancels() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        assertEquals(RequestOutcome.Reason.NO_SUCH_REQUEST,
                reason(desk().cancel(world.person("emil"), request.id())));
        assertInstanceOf(RequestOutcome.Decided.class, desk().cancel(world.person("eva"), request.id()));
        assertEquals(AccessRequest.State.CANCELLED, desk(request).state());
    }

    @Test
    void anUndecidedRequestLapses() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        world.clock.advance(Duration.ofHours(8));
        assertEquals(List.of(), world.domain.requestViews().inbox(world.person("ada")));
        assertEquals(RequestOutcome.Reason.NOT_PENDING, reason(approve("ada", request)));
        assertEquals(AccessRequest.State.EXPIRED, desk(request).state());
        filed("emil", "web-1", "deploy", Duration.ofHours(1));
        world.clock.advance(Duration.ofHours(9));
        desk().expireOverdue();
        assertEquals(List.of(), world.domain.requestViews().mine(world.person("emil")).stream()
                .filter(AccessRequest::pending).toList());
    }

    @Test
    void aRequestCanBeMadeAnewOnceTheLastOneLapsed() {
        AccessRequest first = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        world.clock.advance(Duration.ofHours(9));
        assertTrue(!first.id().equals(filed("eva", "web-1", "deploy", Duration.ofHours(1)).id()));
        assertEquals(AccessRequest.State.EXPIRED, desk(first).state());
    }

    @Test
    void aGroupGainedAfterTheRequestWasFiledDoesNotCountForIt() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        String sue = "full_name: Sue Security, organisation: example, groups: [security]";
        world.adopt(World.text().replace(sue, sue.replace("[security]", "[security, ops-owners]")));
        assertEquals(RequestOutcome.Reason.NOT_IN_GROUP, reason(approve("sue", request)));
        assertTrue(((RequestOutcome.Refused) desk().deny(world.person("sue"), request.id(), "no")).text()
                .contains("after the request was filed"));
        assertEquals(List.of(), world.domain.requestViews().inbox(world.person("sue")));
        assertEquals("ops-owners (Ada Approver or Otto Owner)",
                world.domain.requestViews().waitsFor(desk(request)));
        AccessRequest later = filed("emil", "web-1", "deploy", Duration.ofHours(1));
        assertInstanceOf(RequestOutcome.Granted.class, approve("sue", later));
        assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request));
    }

    @Test
    void aGroupGainedLaterTakesNoSeat() {
        String plain = World.text().replace("groups: [ops-owners, security]", "groups: [ops-owners]");
        world.adopt(plain);
        AccessRequest request = filed("eva", "db-1", "deploy", Duration.ofHours(1));
        String otto = "full_name: Otto Owner, organisation: example, groups: [ops-owners]";
        world.adopt(plain.replace(otto, otto.replace("[ops-owners]", "[ops-owners, security]")));
        assertInstanceOf(RequestOutcome.Decided.class, approve("ada", request));
        assertInstanceOf(RequestOutcome.Decided.class, approve("otto", request));
        assertEquals("security (Sue Security)", world.domain.requestViews().waitsFor(desk(request)));
        assertInstanceOf(RequestOutcome.Granted.class, approve("sue", request));
    }

    @Test
    void aRoleGainedAfterTheRequestWasFiledDoesNotCountForIt() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        String ivan = "full_name: Ivan Insider, organisation: example, groups: [ops-owners], roles: [engineer]";
        world.adopt(World.text().replace(ivan, ivan.replace("[engineer]", "[engineer, approver]")));
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(approve("ivan", request)));
    }

    @Test
    void losingAGroupOrTheAccountForAWhileBeginsAnew() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        String otto = "full_name: Otto Owner,";
        world.adopt(World.text().replace(otto, otto + " enabled: false,"));
        world.adopt(World.text());
        assertEquals(RequestOutcome.Reason.NOT_AN_APPROVER, reason(approve("otto", request)));
        String ada = "organisation: example, groups: [ops-owners, security]";
        world.adopt(World.text().replace(ada, ada.replace("[ops-owners, security]", "[security]")));
        world.adopt(World.text());
        assertEquals(RequestOutcome.Reason.NOT_IN_GROUP, reason(approve("ada", request)));
    }

    @Test
    void otherChangesOfAPersonTakeNothingAway() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        String ada = "full_name: Ada Approver, organisation: example, groups: [ops-owners, security]";
        world.adopt(World.text().replace(ada,
                "full_name: Ada Archer, organisation: example, groups: [db-owners, ops-owners]"));
        assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request));
    }

    @Test
    void strangersSeeNothing() {
        AccessRequest request = filed("eva", "web-1", "deploy", Duration.ofHours(1));
        assertEquals(Optional.empty(),
                world.domain.requestViews().show(world.person("emil"), request.id().value()));
        assertEquals(request, world.domain.requestViews()
                .show(world.person("ada"), request.id().value().substring(0, 7)).orElseThrow());
        assertEquals(List.of(), world.domain.requestViews().inbox(world.person("sue")));
        assertEquals(1, world.domain.requestViews().inbox(world.person("otto")).size());
    }

    @Test
    void whoeverComesFirstARequestEndsInExactlyOneWay() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 5; round++) {
            AccessRequest request = filed("emil", "web-1", "deploy", Duration.ofHours(1));
            long before = closings();
            List<Future<RequestOutcome>> all = race(request.id());
            long granted = 0;
            long closed = 0;
            for (Future<RequestOutcome> each : all) {
                granted += each.get() instanceof RequestOutcome.Granted ? 1 : 0;
                closed += each.get() instanceof RequestOutcome.Decided ? 1 : 0;
            }
            assertEquals(1, granted + closed);
            assertEquals(before + 1, closings());
            assertEquals(granted == 1, desk(request).state() == AccessRequest.State.GRANTED);
        }
    }

    private List<Future<RequestOutcome>> race(RequestId id) throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        List<Future<RequestOutcome>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                int which = i % 3;
                all.add(threads.submit(() -> {
                    go.await();
                    return switch (which) {
                        case 0 -> desk().approve(world.person("ada"), id, Narrowing.NONE, Optional.empty(),
                                Optional.empty());
                        case 1 -> desk().deny(world.person("otto"), id, "no");
                        default -> desk().cancel(world.person("emil"), id);
                    };
                }));
            }
            go.countDown();
        }
        return all;
    }

    private long closings() {
        return world.journalled().stream()
                .filter(type -> type.equals("request-approved") || type.equals("request-denied")
                        || type.equals("request-cancelled"))
                .count();
    }
}
