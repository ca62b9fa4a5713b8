package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Facts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of all that a decision says: places, the end and its reason, and the decision itself. */
class DecidedByPolicyTest {
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: in-office
                title: Acme on staging
                who: { group: acme/ops }
                where: { env: staging }
                login: deploy
                when: %s
                max: 8h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true, sftp: read }
            """;
    private static final String REQUIRE = """
            require:
              - id: short-and-watched
                title: Apps are watched
                where: { role: app }
                max: 30m
                approval: { before: [{ count: 1, from: security }] }
            """;
    private final World world;
    private final Path folder;

    DecidedByPolicyTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void activate(String name, String rules) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, rules), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
    }

    private RequestOutcome ask(Duration duration) {
        return world.domain.requests().request(world.person("eva"),
                World.form("web-1", "deploy", duration));
    }

    private AccessRequest filed(Duration duration) {
        return assertInstanceOf(RequestOutcome.Filed.class, ask(duration)).request();
    }

    private RequestOutcome approve(String who, AccessRequest request) {
        return world.domain.requests().approve(world.person(who), request.id(), Narrowing.NONE,
                Optional.empty(), Optional.of(request.hash()));
    }

    private List<Json.Obj> events(String type) {
        List<Json.Obj> found = new ArrayList<>();
        world.journal.replay(0, (_, bytes) -> {
            Json.Obj event = JsonParser.parseObject(bytes, 1 << 20, 12);
            if (event.string("type").equals(type)) {
                found.add(event);
            }
        });
        return found;
    }

    @Test
    void lateApprovalEndsWithTheWindowAndIsStillOfTheSameDraft() throws IOException {
        activate("office", RULES.formatted("office"));
        AccessRequest request = filed(Duration.ofHours(4));
        world.clock.advance(Duration.ofHours(5));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, approve("ada", request)).grant();
        assertEquals(Instant.parse("2026-03-03T17:00:00Z"), grant.notAfter());
        assertEquals("end of window office", grant.endReason());
    }

    @Test
    void earlyApprovalEndsWithTheTimeAskedFor() throws IOException {
        activate("office", RULES.formatted("office"));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class,
                approve("ada", filed(Duration.ofHours(4)))).grant();
        assertEquals(FakeClock.START.plus(Duration.ofHours(4)), grant.notAfter());
        assertEquals("end of the time asked for", grant.endReason());
    }

    @Test
    void approvalAfterTheWindowVoidsTheRequest() throws IOException {
        activate("office", RULES.formatted("office"));
        AccessRequest request = filed(Duration.ofHours(1));
        world.clock.advance(Duration.ofHours(7));
        assertEquals(RequestOutcome.Reason.CHANGED,
                assertInstanceOf(RequestOutcome.Refused.class, approve("ada", request)).reason());
    }

    @Test
    void closedWindowIsRefusedWithItsNextOpening() throws IOException {
        activate("night", RULES.formatted("night"));
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class,
                ask(Duration.ofHours(1)));
        assertTrue(refused.text().contains("Opens ") && refused.text().contains("22:00"), refused.text());
    }

    @Test
    void requireAddsAPlaceAndShortensTheTime() throws IOException {
        activate("required", RULES.formatted("office") + REQUIRE);
        AccessRequest request = filed(Duration.ofHours(4));
        assertEquals(List.of("1 of ops-owners", "1 of security"),
                request.draft().slots().stream().map(Slot::text).toList());
        assertInstanceOf(RequestOutcome.Decided.class, approve("otto", request));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class, approve("sue", request)).grant();
        assertEquals(Duration.ofMinutes(30), Duration.between(grant.notBefore(), grant.notAfter()));
        assertEquals(List.of("short-and-watched"),
                grant.requires().stream().map(Object::toString).toList());
        assertTrue(grant.endReason().startsWith("at most 30m"), grant.endReason());
    }

    @Test
    void whatWasDecidedCanBeDecidedAgain() throws IOException {
        activate("office", RULES.formatted("office"));
        filed(Duration.ofHours(1));
        activate("night", RULES.formatted("night"));
        world.domain.requests().request(world.person("emil"),
                World.form("web-1", "deploy", Duration.ofHours(1)));
        Decision.Allowed yes = assertInstanceOf(Decision.Allowed.class,
                Decision.parse(events("request-filed").getFirst().object("decision")));
        Decision.Denied no = assertInstanceOf(Decision.Denied.class,
                Decision.parse(events("request-refused").getFirst().object("decision")));
        Facts facts = yes.explanation().facts();
        assertEquals("eva", facts.requester().person().value());
        assertInstanceOf(Decision.Denied.class, world.domain.policy().current().decide(facts));
        assertEquals(world.domain.policy().current().decide(no.explanation().facts()).json().string("reason"),
                no.reason());
    }

    @Test
    void aRefusalThatIsNotPolicysHasNoDecision() {
        RequestForm form = World.form("web-1", "deploy", Duration.ofHours(1));
        RequestForm later = new RequestForm(form.target(), form.login(), form.duration(),
                Optional.of(Instant.parse("2026-04-01T12:00:00Z")), form.ticket(), form.reason());
        assertEquals(RequestOutcome.Reason.ENGAGEMENT,
                assertInstanceOf(RequestOutcome.Refused.class,
                        world.domain.requests().request(world.person("eva"), later)).reason());
        assertFalse(events("request-refused").getFirst().fields().containsKey("decision"));
    }

    @Test
    void aDecisionOfVeryManyRulesStillFitsItsEvent() throws IOException {
        StringBuilder many = new StringBuilder(RULES.formatted("office"));
        for (int i = 0; i < 300; i++) {
            many.append("""
                      - id: other-%1$d
                        title: %2$s
                        who: { group: acme/ops }
                        where: { env: staging }
                        login: [app%1$d]
                        max: 1h
                        approval: { before: [{ count: 1, from: ops-owners }] }
                        rights: { shell: true }
                    """.formatted(i, "x".repeat(100)));
        }
        activate("many", many.toString());
        filed(Duration.ofHours(1));
        Json.Obj decision = events("request-filed").getFirst().object("decision");
        assertTrue(decision.canonical().length <= KeptDecision.MOST_BYTES);
        assertEquals("in-office",
                assertInstanceOf(Decision.Allowed.class, Decision.parse(decision)).rule().value());
    }
}
