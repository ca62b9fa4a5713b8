package io.sallyport.agent.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.agent.gate.LiveSessions;
import io.sallyport.agent.gate.SessionJournal.Answer;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.grant.CarriedGrant;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.cert.CertificateCodec;
import io.sallyport.wire.cert.CertificateContent;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.control.ControlCodec;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.frame.Frames;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The agent's half of the control connection, against a broker played over real TLS. */
@Timeout(60)
class BrokerTunnelTest {

    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final SessionId SESSION = new SessionId("s-" + "a".repeat(26));
    private static final GrantId GRANT = new GrantId("g-" + "a".repeat(26));

    private final BlockingQueue<ControlMessage.Open> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> certificates = new LinkedBlockingQueue<>();
    private PlayedBroker broker;
    private BrokerTunnel tunnel;

    @BeforeEach
    void start() throws IOException {
        broker = new PlayedBroker();
        tunnel = new BrokerTunnel(broker.dial(), new BrokerTunnel.Orders() {
            @Override
            public ControlMessage.Hello hello() {
                return new ControlMessage.Hello(ControlCodec.PROTOCOL, new TargetName("web-1"), "0.1.0",
                        "ssh-ed25519 AAAA", "0".repeat(64), "", NOW, false, List.of(), List.of());
            }

            @Override
            public void open(ControlMessage.Open open) {
                opened.add(open);
            }

            @Override
            public void hostCertificate(String line) {
                certificates.add(line);
            }
        }, new LiveSessions(), InstantSource.fixed(NOW), System::nanoTime, new SecureRandom());
        tunnel.start();
    }

    @AfterEach
    void stop() throws IOException {
        tunnel.close();
        broker.close();
    }

    private PlayedBroker.Call connected() throws Exception {
        PlayedBroker.Call call = broker.next();
        assertTrue(call.head().startsWith("GET /agent/v1/control HTTP/1.1\r\n"), call.head());
        call.upgraded("sallyport-control/1");
        assertTrue(heard(call) instanceof ControlMessage.Hello);
        return call;
    }

    private static ControlMessage.FromAgent heard(PlayedBroker.Call call) throws Exception {
        return ControlCodec.fromAgent(Frames.read(call.in()).orElseThrow());
    }

    private static void say(PlayedBroker.Call call, ControlMessage message) throws IOException {
        Frames.write(call.socket().getOutputStream(), ControlCodec.encode(message));
    }

    private void welcome(PlayedBroker.Call call, Instant brokerTime) throws Exception {
        say(call,
                new ControlMessage.Welcome(brokerTime, "ssh-ed25519-cert-v01@openssh.com AAAA",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15)));
        certificates.poll(10, TimeUnit.SECONDS);
        while (!tunnel.connected()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void nothingBeginsBeforeTheWelcome() throws Exception {
        connected();
        assertTrue(tunnel.obstacle().isPresent());
        assertTrue(tunnel.begin(SESSION, 1, GRANT, new LoginName("deploy")) instanceof Answer.NotBegun);
    }

    @Test
    void beginWaitsForTheJournal() throws Exception {
        PlayedBroker.Call call = connected();
        welcome(call, NOW);
        assertEquals(Duration.ofSeconds(30), tunnel.lease());
        var answer = CompletableFuture
                .supplyAsync(() -> tunnel.begin(SESSION, 7, GRANT, new LoginName("deploy")));
        assertEquals(new ControlMessage.Begin(SESSION, 7, GRANT, new LoginName("deploy")), heard(call));
        say(call, new ControlMessage.Began(SESSION));
        assertEquals(new Answer.Began(), answer.get(10, TimeUnit.SECONDS));
    }

    @Test
    void lostConnectionLeavesTheBeginningUnknown() throws Exception {
        PlayedBroker.Call call = connected();
        welcome(call, NOW);
        var answer = CompletableFuture
                .supplyAsync(() -> tunnel.begin(SESSION, 7, GRANT, new LoginName("deploy")));
        heard(call);
        call.socket().close();
        assertEquals(new Answer.Silence(), answer.get(10, TimeUnit.SECONDS));
    }

    @Test
    void endsAreToldAfterTheBrokerIsBack() throws Exception {
        connected().socket().close();
        tunnel.ended(SESSION, EndReason.CLOSED, "");
        PlayedBroker.Call again = connected();
        welcome(again, NOW);
        assertEquals(new ControlMessage.Ended(SESSION, "closed", ""), heard(again));
    }

    @Test
    void clockThatIsWrongKeepsSessionsAway() throws Exception {
        PlayedBroker.Call call = connected();
        welcome(call, NOW.plusSeconds(31));
        assertTrue(tunnel.obstacle().orElse("").contains("31 s behind"), tunnel.obstacle().toString());
        say(call, new ControlMessage.Renew(List.of(), NOW.plusSeconds(30)));
        while (tunnel.obstacle().isPresent()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void pingIsAnsweredAndOrdersAreHandedOn() throws Exception {
        PlayedBroker.Call call = connected();
        welcome(call, NOW);
        say(call, new ControlMessage.Ping(5));
        assertEquals(new ControlMessage.Pong(5), heard(call));
        var order = new ControlMessage.Open(SESSION, "0".repeat(32), List.of("AAAA"), "192.0.2.1", 4000);
        say(call, order);
        assertEquals(order, opened.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void listsAreKnownToTheBrokerBeforeItSendsAny() throws Exception {
        PlayedBroker.Call call = broker.next();
        assertTrue(call.head().matches("(?s).*\r\nSallyport-Keeps: [a-z.,]*\\blists\\.detached\\b.*"),
                call.head());
        call.upgraded("sallyport-control/1");
    }

    /** Lists and certificates that do not belong together are refused aloud, before anybody dials. */
    @Test
    void openingWithoutItsListsOrWithOthersIsRefusedWithAReason() throws Exception {
        PlayedBroker.Call call = connected();
        welcome(call, NOW);
        say(call, openOf(List.of(staple("one")), List.of()));
        assertEquals("lists-missing", refusal(call));
        say(call, openOf(List.of(staple("one")), List.of(lists("two"))));
        assertEquals("lists-missing", refusal(call));
        say(call, openOf(List.of(staple("one")), List.of(lists("one"), lists("two"))));
        assertEquals("lists-unnamed", refusal(call));
        say(call, openOf(List.of("AAAA"), List.of(lists("one"))));
        assertEquals("lists-unnamed", refusal(call));
        var good = openOf(List.of(staple("one"), staple("two"), staple("one")),
                List.of(lists("two"), lists("one")));
        say(call, good);
        assertEquals(good, opened.poll(10, TimeUnit.SECONDS));
        assertEquals(0, opened.size());
    }

    private static String refusal(PlayedBroker.Call call) throws Exception {
        var refused = (ControlMessage.NotOpened) heard(call);
        assertEquals(SESSION, refused.session());
        return refused.reason();
    }

    private static ControlMessage.Open openOf(List<String> staples, List<GrantLists> lists) {
        return new ControlMessage.Open(SESSION, "0".repeat(32), staples, lists, "192.0.2.1", 4000);
    }

    private static Grant grant(String name) {
        Rights rights = Rights.from(Rights.standard()).exec(Commands.of(
                IntStream.range(0, 300).mapToObj((name + " command-%03d")::formatted).toList())).build();
        return new Grant(Grant.VERSION, GRANT, Grant.Kind.AUTOMATIC, new PersonName("eva"),
                new OrganisationName("acme"), new TargetName("web-1"), new LoginName("deploy"), NOW,
                NOW.plusSeconds(3600), Duration.ofHours(1), "end", Optional.empty(), "tests", "0".repeat(64),
                new RuleId("rule-one"), List.of(), List.of(), rights, Duration.ofSeconds(60), 0,
                Protections.neededBy(rights));
    }

    private static GrantLists lists(String name) {
        return CarriedGrant.beside(grant(name)).orElseThrow();
    }

    private static String staple(String name) {
        SecureRandom random = new SecureRandom();
        return CertificateCodec.sign(CertificateContent.user(Ed25519Key.generate(random).publicKey(),
                grant(name), InetAddress.getLoopbackAddress(), 1, false, NOW), Ed25519Key.generate(random),
                random).base64();
    }

    @Test
    void orderToNarrowIsAnswered() throws Exception {
        PlayedBroker.Call call = connected();
        welcome(call, NOW);
        say(call, new ControlMessage.Narrow(SESSION, 4, Rights.tightest(), NOW, "", "0".repeat(64), ""));
        assertEquals(new ControlMessage.NotNarrowed(SESSION, 4, "unknown-session",
                "No such session lives on this target."), heard(call));
    }

    @Test
    void brokerWithAnotherKeyIsNotSpokenTo() {
        assertThrows(IOException.class,
                () -> broker.dial("0".repeat(64)).upgrade("/agent/v1/control", "x", java.util.Map.of()));
    }
}
