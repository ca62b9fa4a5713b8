package io.sallyport.broker.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.NarrowOrder;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Commands;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.frame.Frames;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents may do over the wire, honest and other ones. */
final class AgentListenerIT {
    private static final InetSocketAddress SOURCE = new InetSocketAddress(InetAddress.getLoopbackAddress(),
            50022);

    private TunnelWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new TunnelWorld();
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    @Test
    void anUnknownKeyMayAskToBeEnrolledAndNothingElse() throws Exception {
        FakeAgent stranger = world.agent("web-1", false);
        assertEquals(403, stranger.control().status());
        assertEquals(403, stranger.data("0".repeat(32)).status());
        assertEquals(403, stranger.upgrade("/agent/v1/recording", "sallyport-recording/1", "").status());
        assertEquals(400, enrol(stranger, "{}"));
        assertEquals(403, enrol(stranger, form(stranger, "stolen")));
        assertEquals(200, enrol(stranger, form(stranger, "good")));
        assertEquals(stranger.identity.spkiSha256(), world.agents.keySet().iterator().next(),
                "bound to the key of the connection");
        assertEquals(101, stranger.control().status());
    }

    private static int enrol(FakeAgent agent, String body) throws Exception {
        return agent.request("POST", "/agent/v1/enrol", "Content-Type: application/json\r\n", body).status();
    }

    private static String form(FakeAgent agent, String token) {
        return Json.object().put("token", token).put("target", agent.target.value())
                .put("hostKey", agent.hostKey)
                .put("recordingKey", "0".repeat(64)).put("agentVersion", "test").build().text();
    }

    @Test
    void anAgentIsOnlineOnceWelcomeAndOfflineWhenItsLinkIsGone() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = agent.control();
        assertInstanceOf(ControlMessage.Welcome.class, FakeAgent.hear(link));
        TunnelWorld.await(() -> world.registry.online(agent.target));
        link.socket().close();
        TunnelWorld.await(() -> !world.registry.online(agent.target));
    }

    @Test
    void aSecondLinkReplacesTheFirst() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled first = online(agent);
        FakeAgent.Dialled second = online(agent);
        assertThrows(java.io.IOException.class, () -> FakeAgent.hear(first));
        world.registry.end(agent.target, world.session(agent).id(), EndReason.REVOKED, "over");
        assertInstanceOf(ControlMessage.End.class, FakeAgent.hear(second));
        assertTrue(world.registry.online(agent.target));
    }

    @Test
    void withoutACertificateAnAgentWaitsAndIsWelcomeLater() throws Exception {
        world.certificate = Optional.empty();
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = agent.control();
        TunnelWorld.await(() -> world.events.contains("arrived web-1"));
        assertTrue(!world.registry.online(agent.target));
        assertTrue(world.events.stream().noneMatch(event -> event.startsWith("reachable")));
        world.certificate = Optional.of("ssh-ed25519-cert-v01@openssh.com AAAA");
        assertInstanceOf(ControlMessage.Welcome.class, FakeAgent.hear(link));
        TunnelWorld.await(() -> world.events.contains("reachable web-1 true"));
        assertEquals(1, world.events.stream().filter(event -> event.startsWith("reachable")).count());
    }

    @Test
    void beginIsAnsweredAndTheEndIsReported() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        Session session = world.session(agent);
        GrantId grant = new GrantId("g-" + "a".repeat(26));
        FakeAgent.say(link, new ControlMessage.Begin(session.id(), 1, grant, new LoginName("deploy")));
        assertEquals(new ControlMessage.Began(session.id()), FakeAgent.hear(link));
        FakeAgent.say(link, new ControlMessage.Begin(session.id(), 7, grant, new LoginName("deploy")));
        assertEquals(new ControlMessage.NotBegun(session.id(), "serial-used", "used"), FakeAgent.hear(link));
        FakeAgent.say(link, new ControlMessage.Ended(session.id(), "closed", ""));
        TunnelWorld.await(() -> world.events.contains("ended " + session.id() + " closed"));
    }

    @Test
    void orderToNarrowGoesOutAndIsAnsweredOnce() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        SessionId session = world.session(agent).id();
        Instant end = Instant.parse("2026-11-23T18:30:00Z");
        String policy = "ab".repeat(32);
        world.registry.narrow(agent.target, session, new NarrowOrder(1, Rights.tightest(), end,
                "w".repeat(300), policy, "\u001b[31m" + "t".repeat(600)));
        assertEquals(new ControlMessage.Narrow(session, 1, Rights.tightest(), end, "w".repeat(200), policy,
                "\\x1b[31m" + "t".repeat(500 - 8)), FakeAgent.hear(link));
        world.registry.narrow(agent.target, session,
                new NarrowOrder(2, Rights.tightest(), end, "", policy, ""));
        assertInstanceOf(ControlMessage.Narrow.class, FakeAgent.hear(link));

        var narrowed = new ControlMessage.Narrowed(session, 1, policy, end, List.of("sftp", "end"));
        FakeAgent.say(link, new ControlMessage.Narrowed(session, 7, policy, end, List.of("shell")));
        FakeAgent.say(link, narrowed);
        FakeAgent.say(link, narrowed);
        FakeAgent.say(link, new ControlMessage.NotNarrowed(session, 2, "old-epoch", ""));
        TunnelWorld.await(() -> world.events.contains("not narrowed " + session + " 2 old-epoch"));
        assertEquals(List.of("narrowed " + session + " 1 [sftp, end]"),
                world.events.stream().filter(event -> event.startsWith("narrowed ")).toList());
    }

    @Test
    void whatIsNoControlMessageEndsTheLink() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        Frames.write(link.socket().getOutputStream(),
                "{\"type\":\"welcome\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThrows(java.io.IOException.class, () -> FakeAgent.hear(link));
        TunnelWorld.await(() -> !world.registry.online(agent.target));
    }

    @Test
    void aTokenIsGoodOnce() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        CompletableFuture<AgentTunnel> opening = open(agent);
        String token = token(link);
        assertEquals(101, agent.data(token).status());
        opening.join();
        assertEquals(403, agent.data(token).status());
    }

    @Test
    void aTokenPresentedByAnotherAgentIsRefusedAndBurnt() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent thief = world.agent("web-2", true);
        FakeAgent.Dialled link = online(agent);
        CompletableFuture<AgentTunnel> opening = open(agent);
        String token = token(link);
        assertEquals(403, thief.data(token).status());
        CompletionException refused = assertThrows(CompletionException.class, opening::join);
        assertInstanceOf(TunnelException.class, refused.getCause());
        assertEquals(403, agent.data(token).status());
    }

    @Test
    void whatAnAgentSaysOfAnotherAgentsSessionDoesNotTouchItsTunnel() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent rogue = world.agent("web-2", true);
        FakeAgent.Dialled link = online(agent);
        Session session = world.session(agent);
        CompletableFuture<AgentTunnel> opening = open(session);
        assertEquals(101, agent.data(token(link)).status());
        opening.join();
        assertFalse(world.registry.ended(identity(rogue), session.id()));
        assertTrue(world.registry.ended(identity(agent), session.id()));
    }

    private static GrantLists lists(String name) {
        return GrantLists.of(Rights.from(Rights.standard()).exec(Commands.of(IntStream.range(0, 1000)
                .mapToObj((name + " rather-long-command-%04d-of-many")::formatted).toList())).build())
                .orElseThrow();
    }

    @Test
    void listsGoAlongEachOnceHoweverManyCertificatesNameThem() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        List<Staple> staples = List.of(new Staple("AAAA", Optional.of(lists("one"))),
                new Staple("AAAB", Optional.of(lists("one"))), new Staple("AAAC", Optional.of(lists("two"))),
                new Staple("AAAD", Optional.empty()));
        CompletableFuture<AgentTunnel> opening = open(world.session(agent), staples);
        ControlMessage.Open open = assertInstanceOf(ControlMessage.Open.class, FakeAgent.hear(link));
        assertEquals(List.of("AAAA", "AAAB", "AAAC", "AAAD"), open.staples());
        assertEquals(List.of(lists("one"), lists("two")), open.lists());
        assertEquals(101, agent.data(open.token()).status());
        opening.join();
    }

    @Test
    void anAgentThatDoesNotKnowListsIsSentNoneAndKeepsItsLink() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = agent.control("");
        assertInstanceOf(ControlMessage.Welcome.class, FakeAgent.hear(link));
        TunnelWorld.await(() -> world.registry.online(agent.target));
        TunnelException old = assertThrows(TunnelException.class, () -> world.registry.openTunnel(
                world.session(agent), List.of(new Staple("AAAA", Optional.of(lists("one")))), SOURCE));
        assertTrue(old.text().contains("too old for this grant"), old.text());
        CompletableFuture<AgentTunnel> opening = open(world.session(agent),
                List.of(new Staple("AAAA", Optional.of(lists("one"))), new Staple("AAAD", Optional.empty())));
        ControlMessage.Open open = assertInstanceOf(ControlMessage.Open.class, FakeAgent.hear(link));
        assertEquals(List.of("AAAD"), open.staples());
        assertEquals(List.of(), open.lists());
        assertEquals(101, agent.data(open.token()).status());
        opening.join();
    }

    @Test
    void whatAnAgentDoesNotOpenTheEngineerHearsAtOnceButNotOfAnotherAgentsSession() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        FakeAgent rogue = world.agent("web-2", true);
        FakeAgent.Dialled other = online(rogue);
        Session session = world.session(agent);
        CompletableFuture<AgentTunnel> opening = open(session);
        var _ = token(link);
        FakeAgent.say(other, new ControlMessage.NotOpened(session.id(), "lists-missing", "not mine"));
        FakeAgent.say(other, new ControlMessage.Ended(session.id(), "closed", ""));
        TunnelWorld.await(() -> world.events.contains("ended " + session.id() + " closed"));
        assertFalse(opening.isDone());
        FakeAgent.say(link, new ControlMessage.NotOpened(session.id(), "lists-missing", "none came"));
        TunnelException refused = assertInstanceOf(TunnelException.class,
                assertThrows(CompletionException.class, opening::join).getCause());
        assertTrue(refused.text().contains("refused the lists of your grant (lists-missing)"),
                refused.text());
        assertTrue(world.registry.online(agent.target));
    }

    @Test
    void theEndComesBehindAllThatWasSentHoweverSlowTheAgentReads() throws Exception {
        allArrives(AgentTunnel::finish);
    }

    @Test
    void closingComesBehindAllThatWasSentToo() throws Exception {
        allArrives(AgentTunnel::close);
    }

    private void allArrives(Consumer<AgentTunnel> end) throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled link = online(agent);
        CompletableFuture<AgentTunnel> opening = open(agent);
        FakeAgent.Dialled data = agent.data(token(link));
        AgentTunnel tunnel = opening.join();
        byte[] piece = new byte[32 * 1024];
        // More than the sockets between them take.
        int pieces = 512;
        for (int i = 0; i < pieces; i++) {
            tunnel.send(piece, 0, piece.length, _ -> {
            });
        }
        end.accept(tunnel);
        // By the time this is answered the end was asked for, and nothing is read yet.
        FakeAgent.say(link, new ControlMessage.Ended(world.session(agent).id(), "closed", ""));
        TunnelWorld.await(() -> world.events.stream().anyMatch(event -> event.startsWith("ended ")));
        assertEquals((long) pieces * piece.length,
                data.socket().getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    @Test
    void anAgentThatIsNotConnectedCannotBeReached() {
        FakeAgent agent = world.agent("web-1", true);
        TunnelException offline = assertThrows(TunnelException.class,
                () -> world.registry.openTunnel(world.session(agent),
                        List.of(new Staple("AAAA", Optional.empty())), SOURCE));
        assertTrue(offline.text().contains("web-1") && offline.text().contains("not connected"),
                offline.text());
    }

    @Test
    void anUnknownRecordingIsRefusedInTheOrderTheAgentExpects() throws Exception {
        FakeAgent agent = world.agent("web-1", true);
        FakeAgent.Dialled upload = agent.upgrade("/agent/v1/recording", "sallyport-recording/1",
                "Sallyport-Session: s-" + "a".repeat(26) + "\r\n");
        assertEquals(101, upload.status());
        assertEquals("{\"resume\":0}", new String(Frames.read(upload.socket().getInputStream()).orElseThrow(),
                java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("{\"refused\":\"not known\"}",
                new String(Frames.read(upload.socket().getInputStream()).orElseThrow(),
                        java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(Frames.read(upload.socket().getInputStream()).isEmpty());
    }

    private AgentIdentity identity(FakeAgent agent) {
        return java.util.Objects.requireNonNull(world.agents.get(agent.identity.spkiSha256()));
    }

    private FakeAgent.Dialled online(FakeAgent agent) throws Exception {
        FakeAgent.Dialled link = agent.control();
        assertInstanceOf(ControlMessage.Welcome.class, FakeAgent.hear(link));
        TunnelWorld.await(() -> world.registry.online(agent.target));
        return link;
    }

    private CompletableFuture<AgentTunnel> open(FakeAgent agent) {
        return open(world.session(agent));
    }

    private CompletableFuture<AgentTunnel> open(Session session) {
        return open(session, List.of(new Staple("AAAA", Optional.empty())));
    }

    private CompletableFuture<AgentTunnel> open(Session session, List<Staple> staples) {
        return CompletableFuture.supplyAsync(() -> world.registry.openTunnel(session, staples, SOURCE),
                task -> Thread.ofVirtual().start(task));
    }

    private static String token(FakeAgent.Dialled link) throws Exception {
        return assertInstanceOf(ControlMessage.Open.class, FakeAgent.hear(link)).token();
    }
}
