package io.sallyport.broker.tunnel;

import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlCodec;
import io.sallyport.wire.control.ControlFormatException;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.control.ControlMessage.FromAgent;
import io.sallyport.wire.control.ControlMessage.FromBroker;
import io.sallyport.wire.frame.FrameDecoder;
import io.sallyport.wire.frame.FrameException;
import io.sallyport.wire.frame.Frames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The control connection of one agent. One virtual thread reads and answers, in order, so that an agent cannot make the
 * broker do two things at once; everything else may send.
 */
final class AgentLink {
    private static final Logger LOG = Logger.getLogger(AgentLink.class.getName());
    /** How often the agent is asked whether it is there. */
    static final Duration PING = Duration.ofSeconds(10);
    /** Silence after which it is not: three pings unanswered. */
    static final Duration SILENCE = Duration.ofSeconds(30);
    /** How long an agent may take to say hello. */
    static final Duration HELLO = Duration.ofSeconds(10);
    /** How often to ask again for a host certificate that the authority did not give. */
    static final Duration CERTIFICATE_RETRY = Duration.ofSeconds(5);
    /** Unwritten bytes at which an agent that does not read is given up. */
    static final int UNWRITTEN = 4 * 1024 * 1024;
    private static final int INFLOW = 256 * 1024;

    private final AgentIdentity agent;
    /** Protections the agent says it keeps; none from one that is too old to say. */
    private final Set<String> keeps;
    private final NetSocket socket;
    private final Inflow inflow;
    private final AgentDesk desk;
    private final AgentRegistry registry;
    private final LongSupplier nanos;
    private final AtomicLong unwritten = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    // Touched by the link's own thread only.
    private long certifiedAt;
    private boolean welcomed;
    private ControlMessage.@Nullable Hello hello;

    AgentLink(AgentIdentity agent, Set<String> keeps, NetSocket socket, Inflow inflow, AgentDesk desk,
            AgentRegistry registry, LongSupplier nanos) {
        this.agent = agent;
        this.keeps = Set.copyOf(keeps);
        this.socket = socket;
        this.inflow = inflow;
        this.desk = desk;
        this.registry = registry;
        this.nanos = nanos;
    }

    static int inflowBytes() {
        return INFLOW;
    }

    AgentIdentity agent() {
        return agent;
    }

    boolean keeps(String protection) {
        return keeps.contains(protection);
    }

    /** Serves the agent until one side ends it. The link's own thread. */
    void run() {
        try {
            serve();
        } catch (FrameException | ControlFormatException e) {
            LOG.warning("the agent of " + agent.target() + " broke the protocol: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The root of this link's thread.
            LOG.log(Level.SEVERE, "the link to the agent of " + agent.target() + " failed", e);
        } finally {
            close();
            registry.left(this);
        }
    }

    private void serve() throws FrameException, ControlFormatException, InterruptedException {
        FrameDecoder decoder = new FrameDecoder();
        long heard = nanos.getAsLong();
        while (!closed.get()) {
            Duration quiet = Duration.ofNanos(nanos.getAsLong() - heard);
            Duration deadline = hello == null ? HELLO : SILENCE;
            if (quiet.compareTo(deadline) > 0) {
                LOG.warning("the agent of " + agent.target() + " is silent");
                return;
            }
            // Wakes at least so often, because a missing or old certificate must be seen to as well.
            switch (inflow.take(Limits.FRAME_BYTES, shorter(CERTIFICATE_RETRY, deadline.minus(quiet)))) {
                case Inflow.Taken.Bytes(ByteBuffer bytes) -> {
                    heard = nanos.getAsLong();
                    handle(decoder, bytes);
                }
                case Inflow.Taken.Silence() -> {
                }
                case Inflow.Taken.End() -> {
                    return;
                }
            }
            certify();
        }
    }

    private void handle(FrameDecoder decoder, ByteBuffer bytes)
            throws FrameException, ControlFormatException {
        for (Optional<byte[]> body = decoder.next(bytes); body.isPresent(); body = decoder.next(bytes)) {
            FromAgent message = ControlCodec.fromAgent(body.get());
            if (hello == null && !(message instanceof ControlMessage.Hello)) {
                throw new FrameException("the first message must be hello");
            }
            handle(message);
        }
    }

    private void handle(FromAgent message) throws FrameException {
        switch (message) {
            case ControlMessage.Hello first -> arrived(first);
            case ControlMessage.Begin begin -> send(switch (desk.begin(agent, begin)) {
                case BeginOutcome.Began() -> new ControlMessage.Began(begin.session());
                case BeginOutcome.NotBegun(String reason, String text) ->
                    new ControlMessage.NotBegun(begin.session(), reason, text);
            });
            case ControlMessage.NotOpened refused -> registry.notOpened(agent, refused);
            case ControlMessage.Ended ended -> {
                desk.ended(agent, ended);
                var _ = registry.ended(agent, ended.session());
            }
            case ControlMessage.Narrowed narrowed ->
                registry.answered(agent, narrowed.session(), narrowed.epoch())
                        .filter(narrowed.policyHash()::equals)
                        .ifPresent(_ -> desk.narrowed(agent, narrowed));
            case ControlMessage.NotNarrowed refused ->
                registry.answered(agent, refused.session(), refused.epoch())
                        .ifPresent(_ -> desk.notNarrowed(agent, refused));
            case ControlMessage.Pong _ -> {
                // That something arrived is what counts.
            }
        }
    }

    private void arrived(ControlMessage.Hello first) throws FrameException {
        if (hello != null) {
            throw new FrameException("hello twice");
        }
        if (!first.target().equals(agent.target()) || !first.hostKey().equals(agent.hostKey())) {
            throw new FrameException("another target or host key than was enrolled");
        }
        hello = first;
        greet(first);
    }

    // Leases first: they must not wait for an authority that is sealed.
    private void greet(ControlMessage.Hello said) {
        AgentDesk.Arrival arrival = desk.arrived(agent, said);
        arrival.end().forEach(this::send);
        if (!arrival.renew().isEmpty()) {
            send(new ControlMessage.Renew(arrival.renew(), arrival.at()));
        }
        Optional<String> certificate = desk.hostCertificate(agent).or(() -> registry.lastCertificate(agent));
        if (certificate.isEmpty()) {
            send(new ControlMessage.Ping(0));
            return;
        }
        registry.certified(agent, certificate.get());
        certifiedAt = nanos.getAsLong();
        welcomed = true;
        send(new ControlMessage.Welcome(arrival.at(), certificate.get(), Limits.LEASE, Limits.LEASE_RENEWAL));
        registry.arrived(this);
        desk.reachable(agent);
    }

    private void certify() {
        ControlMessage.Hello said = hello;
        if (said == null) {
            return;
        }
        if (!welcomed) {
            greet(said);
            return;
        }
        if (nanos.getAsLong() - certifiedAt > Limits.HOST_CERTIFICATE_LIFE.dividedBy(4).toNanos()) {
            certifiedAt = nanos.getAsLong();
            desk.hostCertificate(agent).ifPresent(line -> {
                registry.certified(agent, line);
                send(new ControlMessage.HostCertificate(line));
            });
        }
    }

    /** Queues a message; false when the link is closed. Does not block. An agent that does not read is given up. */
    boolean send(FromBroker message) {
        byte[] frame = Frames.encode(ControlCodec.encode(message), Limits.OPENING_BYTES);
        if (closed.get()) {
            return false;
        }
        if (unwritten.addAndGet(frame.length) > UNWRITTEN) {
            LOG.warning("the agent of " + agent.target() + " does not read what it is told");
            close();
            return false;
        }
        socket.write(Buffer.buffer(frame)).onComplete(_ -> unwritten.addAndGet(-frame.length));
        return true;
    }

    /** Ends the link. Sessions go on for as long as their leases do. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            var _ = socket.close();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
