package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.session.Admission;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.ticket.TicketAnswer;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.Ticket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickets, source and login strength as facts: for asking, approving, connecting, and for what runs. */
class FactsInForceTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final InetAddress HOME = World.HOME.getAddress();
    private static final InetAddress AWAY = InetAddress.ofLiteral("198.51.100.7");
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: with-ticket
                title: Acme with a change
                who: { group: acme/ops%s }
                where: { env: staging }
                login: deploy
                %s
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true, sftp: read-write }
            """;
    private static final String OPEN = RULES.formatted("", "ticket: { state: open }");
    private static final String PLAIN = RULES.formatted("", "# no ticket");
    private static final String WATCHED = """
            require:
              - id: p1-is-short
                title: Priority 1 is short and without files
                where: any-host
                ticket: { priority: P1 }
                max: 30m
                rights: { sftp: none }
            """;
    private static final String CLOSED_IS_OUT = """
            deny:
              - id: closed-is-out
                title: Closed tickets
                where: any-host
                ticket: { state: closed }
                reason: Ask the service desk to open it again.
                running: terminate-now
            """;
    private final World world;
    private final Path folder;
    private final AgentIdentity agent;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile TicketAnswer answer = new TicketAnswer.None();

    FactsInForceTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder, _ -> {
            asked.incrementAndGet();
            return answer;
        });
        this.agent = world.enrol("web-1", 1);
        say("open", "P2");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void say(String state, String priority) {
        answer = new TicketAnswer.Found(Ticket.of("CHG-7", Map.of("state", state, "priority", priority)));
    }

    private void silence() {
        answer = new TicketAnswer.Silent("it can't be reached");
    }

    private void activate(String name, String rules) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, rules), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
    }

    private RequestOutcome ask(InetAddress from) {
        return world.domain.requests().request(world.person("eva"), Arrival.from(from),
                World.form("web-1", "deploy", Duration.ofHours(3)));
    }

    private AccessRequest filed() {
        return assertInstanceOf(RequestOutcome.Filed.class, ask(HOME)).request();
    }

    private RequestOutcome approve(AccessRequest request) {
        return world.domain.requests().approve(world.person("ada"), request.id(), Narrowing.NONE,
                Optional.empty(), Optional.of(request.hash()));
    }

    private Grant granted() {
        return assertInstanceOf(RequestOutcome.Granted.class, approve(filed())).grant();
    }

    private Admission admit(InetAddress from) {
        return world.domain.admissions().admit(world.person("eva"), WEB, from);
    }

    private String refusal(Admission admission) {
        return assertInstanceOf(Admission.Refused.class, admission).hint();
    }

    private BeginOutcome begin(Grant grant, InetAddress from, long serial) {
        Session opening = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                new InetSocketAddress(from, 50022), List.of(grant));
        return world.domain.sessions().begin(agent, opening.id(), serial, grant.id(),
                new LoginName("deploy"));
    }

    private void refresh() throws InterruptedException {
        world.domain.tickets().refresh(world.domain.requestViews().tickets());
        world.domain.leases().check();
    }

    private List<String> ends() {
        return world.tunnels.said.stream().filter(said -> said.startsWith("end ")).toList();
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
    void anOpenTicketLetsInAndItsFieldsAreKeptWithEachDecision() throws IOException {
        activate("open", OPEN);
        granted();
        for (Json.Obj event : List.of(events("request-filed").getFirst(),
                events("request-approved").getFirst())) {
            assertEquals(Fact.known(Ticket.of("CHG-7", Map.of("state", "open", "priority", "P2"))),
                    Decision.parse(event.object("decision")).explanation().facts().ticket());
        }
        assertEquals(2, asked.get(), "asked afresh for the request and for the approval");
    }

    @Test
    void aClosedTicketIsRefusedByTheRulesName() throws IOException {
        activate("open", OPEN);
        say("closed", "P2");
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class, ask(HOME));
        assertEquals(RequestOutcome.Reason.POLICY, refused.reason());
        assertTrue(refused.text().contains("Acme with a change")
                && refused.text().contains("must be open, is closed"), refused.text());
    }

    @Test
    void aTicketThatIsNotThereIsRefusedSayingSo() throws IOException {
        activate("open", OPEN);
        answer = new TicketAnswer.None();
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class, ask(HOME));
        assertTrue(refused.text().contains("Ticket CHG-7: there is no such ticket"), refused.text());
    }

    @Test
    void aSilentTicketSystemIsRefusedForNowSayingSoAndWhatToDo() throws IOException {
        activate("open", OPEN);
        silence();
        RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class, ask(HOME));
        assertEquals(RequestOutcome.Reason.TICKET_UNKNOWN, refused.reason());
        assertTrue(refused.text().contains("the ticket system does not answer (it can't be reached)")
                && refused.text().contains("Try again in a few minutes."), refused.text());
        assertEquals("TICKET_UNKNOWN", events("request-refused").getFirst().string("code"));
    }

    @Test
    void withoutATicketSystemTheRefusalSaysThatThereIsNone() throws IOException {
        try (World bare = World.in(java.nio.file.Files.createDirectories(folder.resolve("bare")))) {
            bare.domain.policy().activate(World.policy(folder, "bare-open", OPEN), Actor.OPERATOR,
                    Optional.empty(), Optional.empty());
            RequestOutcome.Refused refused = assertInstanceOf(RequestOutcome.Refused.class,
                    bare.domain.requests().request(bare.person("eva"), Arrival.from(HOME),
                            World.form("web-1", "deploy", Duration.ofHours(1))));
            assertEquals(RequestOutcome.Reason.POLICY, refused.reason());
            assertTrue(refused.text().contains("no ticket system is configured here"), refused.text());
            assertFalse(refused.text().contains("does not answer"), refused.text());
        }
    }

    @Test
    void anApprovalWhileTheTicketSystemIsSilentWaitsAndDoesNotVoidTheRequest() throws IOException {
        activate("open", OPEN);
        AccessRequest request = filed();
        silence();
        RequestOutcome.Refused later = assertInstanceOf(RequestOutcome.Refused.class, approve(request));
        assertEquals(RequestOutcome.Reason.TICKET_UNKNOWN, later.reason());
        assertTrue(later.text().contains("The request still stands."), later.text());
        say("open", "P2");
        assertInstanceOf(RequestOutcome.Granted.class, approve(request));
    }

    @Test
    void aTicketThatClosedMeanwhileVoidsTheRequest() throws IOException {
        activate("open", OPEN);
        AccessRequest request = filed();
        say("closed", "P2");
        assertEquals(RequestOutcome.Reason.CHANGED,
                assertInstanceOf(RequestOutcome.Refused.class, approve(request)).reason());
        assertEquals(1, events("request-voided").size());
    }

    @Test
    void unknownTightensWhatIsAskedForNow() throws IOException {
        activate("watched", PLAIN + WATCHED);
        silence();
        AccessRequest request = filed();
        assertEquals(Duration.ofMinutes(30), request.draft().duration());
        say("open", "P2");
        activate("denied", PLAIN + CLOSED_IS_OUT);
        silence();
        assertInstanceOf(RequestOutcome.Refused.class, world.domain.requests().request(
                world.person("emil"), Arrival.from(HOME), World.form("web-1", "deploy",
                        Duration.ofHours(1))));
    }

    @Test
    void nothingBeginsWithAStaleTicketAndTheGrantIsKept() throws IOException, InterruptedException {
        activate("open", OPEN);
        Grant grant = granted();
        silence();
        world.clock.advance(Duration.ofSeconds(90));
        assertInstanceOf(Admission.Admitted.class, admit(HOME));
        world.clock.advance(Duration.ofSeconds(60));
        String hint = refusal(admit(HOME));
        assertTrue(hint.contains("with-ticket") && hint.contains("does not answer")
                && hint.contains("Try again in a few minutes."), hint);
        assertInstanceOf(BeginOutcome.NotBegun.class, begin(grant, HOME, 7));
        say("open", "P2");
        refresh();
        assertInstanceOf(BeginOutcome.Began.class, begin(grant, HOME, 8));
        int before = asked.get();
        admit(HOME);
        assertEquals(before, asked.get(), "connecting asks nobody");
    }

    @Test
    void aTicketThatClosesEndsTheSessionAfterTheGraceAndIsInTheJournal()
            throws IOException, InterruptedException {
        activate("open", OPEN);
        assertInstanceOf(BeginOutcome.Began.class, begin(granted(), HOME, 7));
        refresh();
        assertEquals(List.of(), world.tunnels.narrowed);
        say("closed", "P2");
        refresh();
        assertEquals(FakeClock.START.plus(Duration.ofMinutes(10)), world.tunnels.narrowed.getFirst().end());
        assertTrue(world.tunnels.narrowed.getFirst().text().contains("ticket.state needs open, is closed"));
        assertEquals("closed", events("ticket-changed").getFirst().object("fields").string("state"));
        world.clock.advance(Duration.ofMinutes(10));
        refresh();
        assertEquals(1, ends().size());
    }

    @Test
    void aTicketSystemThatGoesAwayEndsAndTightensNothingThatRuns() throws IOException, InterruptedException {
        activate("all", OPEN + WATCHED + CLOSED_IS_OUT);
        assertInstanceOf(BeginOutcome.Began.class, begin(granted(), HOME, 7));
        silence();
        for (int minute = 0; minute < 120; minute++) {
            world.clock.advance(Duration.ofMinutes(1));
            refresh();
        }
        assertEquals(List.of(), world.tunnels.narrowed);
        assertEquals(List.of(), ends());
        assertInstanceOf(Admission.Refused.class, admit(HOME), "and nothing new begins meanwhile");
        say("open", "P1");
        refresh();
        assertFalse(world.tunnels.narrowed.isEmpty(), "what it says when it is back counts at once");
    }

    @Test
    void aDenyOnTheTicketEndsAtOnce() throws IOException, InterruptedException {
        activate("deny", PLAIN + CLOSED_IS_OUT);
        assertInstanceOf(BeginOutcome.Began.class, begin(granted(), HOME, 7));
        say("closed", "P2");
        refresh();
        assertTrue(ends().getFirst().contains("closed-is-out"), ends().toString());
    }

    @Test
    void whatWasNeverKnownStaysUnknownToWhatRuns() throws IOException, InterruptedException {
        activate("plain", PLAIN);
        silence();
        assertInstanceOf(BeginOutcome.Began.class, begin(granted(), HOME, 7));
        activate("deny", PLAIN + CLOSED_IS_OUT);
        refresh();
        assertEquals(1, ends().size(), "a deny rule fits what is not known");
    }

    @Test
    void nobodyMakesTheTicketSystemWorkForTargetsThatAreNotTheirs() {
        world.domain.requests().request(world.person("eva"), Arrival.from(HOME),
                World.form("no-such-target", "deploy", Duration.ofHours(1)));
        assertEquals(0, asked.get());
        AccessRequest request = filed();
        world.domain.requests().approve(world.person("sue"), request.id(), Narrowing.NONE, Optional.empty(),
                Optional.empty());
        assertEquals(1, asked.get(), "who may not approve asks nobody");
    }

    @Test
    void theSourceIsAFactOfTheRequestAndOfTheApproval() throws IOException {
        activate("home", RULES.formatted(", source: 192.0.2.0/24", "# no ticket"));
        String text = assertInstanceOf(RequestOutcome.Refused.class, ask(AWAY)).text();
        assertTrue(text.contains("192.0.2.0/24") && text.contains("198.51.100.7"), text);
        assertInstanceOf(RequestOutcome.Refused.class, world.domain.requests().request(world.person("eva"),
                World.form("web-1", "deploy", Duration.ofHours(1))), "nobody knows where from");
        AccessRequest request = filed();
        assertEquals("192.0.2.7", events("request-filed").getFirst().string("source"));
        assertInstanceOf(RequestOutcome.Granted.class, approve(request));
    }

    @Test
    void aGrantForOneNetworkIsNoGoodFromAnotherAndTheRuleIsNamed() throws IOException {
        activate("home", RULES.formatted(", source: 192.0.2.0/24", "# no ticket"));
        Grant grant = granted();
        String hint = refusal(admit(AWAY));
        assertTrue(hint.contains("with-ticket") && hint.contains("who.source needs 192.0.2.0/24")
                && hint.contains("198.51.100.7"), hint);
        assertInstanceOf(BeginOutcome.NotBegun.class, begin(grant, AWAY, 7));
        assertInstanceOf(Admission.Admitted.class, admit(HOME));
        assertInstanceOf(BeginOutcome.Began.class, begin(grant, HOME, 8));
        activate("other", RULES.formatted(", source: 198.51.100.0/24", "# no ticket"));
        world.domain.leases().check();
        assertTrue(world.tunnels.narrowed.getFirst().text().contains("who.source"),
                "the session's own source counts while it runs");
    }

    @Test
    void aRegisteredKeyAloneIsKnownToBeNoMoreThanThat() throws IOException {
        activate("mfa", RULES.formatted(", mfa: phishing-resistant", "# no ticket"));
        String text = assertInstanceOf(RequestOutcome.Refused.class, ask(HOME)).text();
        assertTrue(text.contains("is none. Log in with a security key"), text);
        activate("plain", PLAIN);
        filed();
        assertEquals(Optional.of(Mfa.NONE),
                Decision.parse(events("request-filed").getFirst().object("decision")).explanation().facts()
                        .requester().mfa());
    }
}
