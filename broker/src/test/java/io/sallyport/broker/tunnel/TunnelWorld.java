package io.sallyport.broker.tunnel;

import io.sallyport.broker.door.DoorLimits;
import io.sallyport.broker.door.Doorkeeper;
import io.sallyport.broker.recording.IntakeOutcome;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.EnrolmentForm;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.tls.TlsIdentity;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An agents' port that listens, with a desk in memory behind it. */
public final class TunnelWorld implements AutoCloseable {
    private static final String CERTIFICATE = "ssh-ed25519-cert-v01@openssh.com AAAA";

    public final AgentRegistry registry;
    final Map<String, AgentIdentity> agents = new ConcurrentHashMap<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile Optional<String> certificate = Optional.of(CERTIFICATE);
    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx = Vertx.vertx();
    private final TlsIdentity identity;
    private final AgentListener listener;

    public TunnelWorld() throws Exception {
        registry = new AgentRegistry(random, System::nanoTime);
        identity = TlsIdentity.create("broker", List.of("127.0.0.1"), random, InstantSource.system());
        listener = AgentListener.start(vertx, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                identity, new Desk(), registry,
                new Doorkeeper(DoorLimits.AGENTS, System::nanoTime, random), System::nanoTime);
    }

    /** An agent that dials this port; enrolled only if asked to. */
    public FakeAgent agent(String target, boolean enrolled) {
        FakeAgent agent = new FakeAgent(target, listener.port(), identity.spkiSha256());
        if (enrolled) {
            agents.put(agent.identity.spkiSha256(),
                    new AgentIdentity(agent.identity.spkiSha256(), agent.target, agent.hostKey,
                            "0".repeat(64), "test", Instant.EPOCH));
        }
        return agent;
    }

    /** A session whose agent is {@code agent}. */
    public Session session(FakeAgent agent) {
        return new Session(SessionId.random(random), new PersonName("eva"), new OrganisationName("acme"),
                agent.target,
                new KeyFingerprint("SHA256:" + "A".repeat(43)), "192.0.2.1:50022", List.of(),
                agent.identity.spkiSha256(),
                "0".repeat(64), Instant.EPOCH);
    }

    /** Waits until it is so. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come so in time");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        listener.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private final class Desk implements AgentDesk {
        @Override
        public Optional<AgentIdentity> bySpki(String spki) {
            return Optional.ofNullable(agents.get(spki));
        }

        @Override
        public Enrolling enrol(EnrolmentForm form) {
            if (!form.secret().equals("good")) {
                return new Enrolling.Refused("token", "no");
            }
            AgentIdentity agent = new AgentIdentity(form.spki(), form.target(), form.hostKey(),
                    form.recordingKey(),
                    form.agentVersion(), Instant.EPOCH);
            agents.put(form.spki(), agent);
            return new Enrolling.Enrolled(agent, Json.object().put("version", 1).build(), certificate);
        }

        @Override
        public Optional<String> hostCertificate(AgentIdentity agent) {
            return certificate;
        }

        @Override
        public Arrival arrived(AgentIdentity agent, ControlMessage.Hello hello) {
            events.add("arrived " + agent.target());
            return new Arrival(Instant.EPOCH, List.of(), List.of());
        }

        @Override
        public void reachable(AgentIdentity agent) {
            events.add("reachable " + agent.target() + " " + registry.online(agent.target()));
        }

        @Override
        public BeginOutcome begin(AgentIdentity agent, ControlMessage.Begin begin) {
            events.add("begin " + begin.session());
            return begin.serial() == 7
                    ? new BeginOutcome.NotBegun("serial-used", "used")
                    : new BeginOutcome.Began();
        }

        @Override
        public void ended(AgentIdentity agent, ControlMessage.Ended ended) {
            events.add("ended " + ended.session() + " " + ended.reason());
        }

        @Override
        public void narrowed(AgentIdentity agent, ControlMessage.Narrowed narrowed) {
            events.add("narrowed " + narrowed.session() + " " + narrowed.epoch() + " " + narrowed.fields());
        }

        @Override
        public void notNarrowed(AgentIdentity agent, ControlMessage.NotNarrowed refused) {
            events.add("not narrowed " + refused.session() + " " + refused.epoch() + " " + refused.reason());
        }

        @Override
        public IntakeOutcome intake(AgentIdentity agent, SessionId session) {
            return new IntakeOutcome.Refused("not known");
        }
    }
}
