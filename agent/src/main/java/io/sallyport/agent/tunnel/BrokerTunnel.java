package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.KeptProtections;
import io.sallyport.agent.gate.LiveSessions;
import io.sallyport.agent.gate.NarrowOrder;
import io.sallyport.agent.gate.NarrowOutcome;
import io.sallyport.agent.gate.SessionJournal;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import io.sallyport.wire.control.ControlMessage;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the control connection: dials, says hello, answers, and dials again when it is lost. Sessions outlive it until their leases lapse. Safe for
 * many threads.
 */
public final class BrokerTunnel implements SessionJournal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerTunnel.class);

    /** A connection that lasted so long was a good one: the next loss starts with quick attempts again. */
    private static final Duration GOOD = Duration.ofSeconds(10);

    /** What the tunnel does for the rest of the agent when the broker asks. */
    public interface Orders {
        /** Says who we are, at this moment. */
        ControlMessage.Hello hello();

        /** Dial back for a session. Must not block. */
        void open(ControlMessage.Open open);

        /** A new host certificate, {@code type base64}. */
        void hostCertificate(String line);
    }

    private final BrokerDial dial;
    private final Orders orders;
    private final LiveSessions sessions;
    private final BrokerClock clock;
    private final LongSupplier nanos;
    private final Backoff backoff;
    private final Map<SessionId, PendingBegin> begins = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Not told yet, because the broker was away; guarded by {@link #lock}. */
    private final Map<SessionId, ControlMessage.Ended> untold = new LinkedHashMap<>();
    private volatile @Nullable ControlLink link;
    private volatile boolean welcome;
    private volatile Duration lease = Limits.LEASE;
    private volatile boolean closed;

    public BrokerTunnel(BrokerDial dial, Orders orders, LiveSessions sessions, InstantSource time,
            LongSupplier nanos,
            RandomGenerator random) {
        this.dial = dial;
        this.orders = orders;
        this.sessions = sessions;
        this.clock = new BrokerClock(time);
        this.nanos = nanos;
        this.backoff = new Backoff(random);
    }

    private static final class PendingBegin {
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile Answer answer = new Answer.Silence();

        void answer(Answer given) {
            answer = given;
            answered.countDown();
        }
    }

    public void start() {
        Thread.ofVirtual().name("control").start(this::keepConnected);
    }

    private void keepConnected() {
        while (!closed) {
            long since = nanos.getAsLong();
            try {
                converse();
                LOG.info("the broker closed the control connection");
            } catch (IOException e) {
                LOG.warn("no control connection: {}", Sanitize.log(e.toString()));
            } finally {
                disconnected();
            }
            if (nanos.getAsLong() - since > GOOD.toNanos()) {
                backoff.worked();
            }
            pause(backoff.next());
        }
    }

    private void converse() throws IOException {
        try (ControlLink fresh = new ControlLink(
                dial.upgrade("/agent/v1/control", "sallyport-control/1",
                        Map.of("Sallyport-Keeps", String.join(",", KeptProtections.names()))))) {
            fresh.send(orders.hello());
            link = fresh;
            Optional<ControlMessage.FromBroker> message = fresh.receive();
            while (!closed && message.isPresent()) {
                obey(fresh, message.get());
                message = fresh.receive();
            }
        }
    }

    private void disconnected() {
        welcome = false;
        link = null;
        begins.values().forEach(pending -> pending.answer(new Answer.Silence()));
    }

    private void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void obey(ControlLink from, ControlMessage.FromBroker message) throws IOException {
        switch (message) {
            case ControlMessage.Welcome greeting -> welcomed(from, greeting);
            case ControlMessage.Open open -> open(from, open);
            case ControlMessage.Began(SessionId session) -> answer(session, new Answer.Began());
            case ControlMessage.NotBegun(SessionId session, String reason, String text) ->
                answer(session, new Answer.NotBegun(reason, text));
            case ControlMessage.Renew renewal -> {
                clock.heard(renewal.brokerTime());
                sessions.renew(renewal.sessions());
            }
            case ControlMessage.End(SessionId session, String reason, String text) ->
                sessions.end(session, EndReason.ofCode(reason).orElse(EndReason.ENDED_BY_PERSON), text);
            case ControlMessage.Narrow order -> from.send(narrow(order));
            case ControlMessage.HostCertificate(String certificate) -> orders.hostCertificate(certificate);
            case ControlMessage.Ping(long number) -> from.send(new ControlMessage.Pong(number));
        }
    }

    private void open(ControlLink from, ControlMessage.Open open) throws IOException {
        Optional<ControlMessage.NotOpened> refusal = OpeningCheck.refusal(open);
        if (refusal.isPresent()) {
            LOG.warn("session {}: no tunnel: {}: {}", open.session(), refusal.get().reason(),
                    refusal.get().text());
            from.send(refusal.get());
        } else {
            orders.open(open);
        }
    }

    private ControlMessage.FromAgent narrow(ControlMessage.Narrow order) {
        NarrowOutcome outcome = sessions.narrow(order.session(),
                new NarrowOrder(order.epoch(), order.rights(),
                        order.end(), order.why(), order.policyHash(), order.text()));
        return switch (outcome) {
            case NarrowOutcome.Narrowed(Instant end, List<String> fields) ->
                new ControlMessage.Narrowed(order.session(), order.epoch(), order.policyHash(), end, fields);
            case NarrowOutcome.Refused(String reason, String text) ->
                new ControlMessage.NotNarrowed(order.session(), order.epoch(), reason, text);
        };
    }

    private void welcomed(ControlLink from, ControlMessage.Welcome greeting) throws IOException {
        clock.heard(greeting.brokerTime());
        // The broker may shorten the lease, never stretch it: it bounds how long a revoked session can
        // survive.
        lease = greeting.lease().compareTo(Limits.LEASE) < 0 ? greeting.lease() : Limits.LEASE;
        if (!greeting.hostCertificate().isEmpty()) {
            orders.hostCertificate(greeting.hostCertificate());
        }
        welcome = true;
        LOG.info("connected to the broker");
        clock.obstacle().ifPresent(LOG::warn);
        tell(from);
    }

    private void answer(SessionId session, Answer answer) {
        PendingBegin pending = begins.get(session);
        if (pending != null) {
            pending.answer(answer);
        }
    }

    @Override
    public Answer begin(SessionId session, long serial, GrantId grant, LoginName login) {
        ControlLink current = link;
        if (current == null || !welcome) {
            return new Answer.NotBegun("broker",
                    "The target has no connection to its broker; try again in a minute.");
        }
        PendingBegin pending = new PendingBegin();
        if (begins.putIfAbsent(session, pending) != null) {
            return new Answer.NotBegun("begun-twice", "This session has begun already.");
        }
        try {
            current.send(new ControlMessage.Begin(session, serial, grant, login));
            pending.answered.await(AgentLimits.BEGAN_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            return pending.answer;
        } catch (IOException e) {
            return new Answer.Silence();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Silence();
        } finally {
            begins.remove(session);
        }
    }

    @Override
    public void ended(SessionId session, EndReason reason, String detail) {
        lock.lock();
        try {
            untold.put(session, new ControlMessage.Ended(session, reason.code(), detail));
        } finally {
            lock.unlock();
        }
        ControlLink current = link;
        if (current != null && welcome) {
            Thread.ofVirtual().start(() -> tellQuietly(current));
        }
    }

    private void tellQuietly(ControlLink to) {
        try {
            tell(to);
        } catch (IOException e) {
            LOG.debug("the ends of sessions wait for the next connection: {}", e.toString());
        }
    }

    private void tell(ControlLink to) throws IOException {
        lock.lock();
        try {
            for (var each = untold.values().iterator(); each.hasNext();) {
                to.send(each.next());
                each.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<String> obstacle() {
        return welcome
                ? clock.obstacle()
                : Optional.of("The target has no connection to its broker; try again in a minute.");
    }

    @Override
    public Duration lease() {
        return lease;
    }

    /** True while the broker is connected and has said welcome. */
    public boolean connected() {
        return welcome;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ControlLink current = link;
        if (current != null) {
            current.close();
        }
    }
}
