package io.sallyport.agent.gate;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.host.Command;
import io.sallyport.agent.host.EndProof;
import io.sallyport.agent.host.HostProcess;
import io.sallyport.agent.host.PtyRequest;
import io.sallyport.agent.record.SessionRecorder;
import io.sallyport.evidence.recording.ChannelTape;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.evidence.recording.Frame;
import io.sallyport.evidence.recording.RecordingException;
import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.SessionId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engineer at work. It lives while its lease is renewed, its grant lasts, its recording can be written and its tunnel stands, and ends
 * once, for the first reason that comes up: then nothing new is admitted, every process is ended, the recording is sealed and the broker
 * is told, in this order. What it may do and how long can become less while it lives, never more. Safe for many threads.
 */
public final class LiveSession {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

    private static final Duration CHANNEL_LOOK = Duration.ofMillis(10);

    private record Ending(EndReason reason, String detail) {}

    private final SessionParts parts;
    private final Lease lease;
    private final OpenChannels channels = new OpenChannels();
    private final Narrowing narrowing;
    private final AtomicInteger channelNumbers = new AtomicInteger();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long lastInput;

    LiveSession(SessionParts parts, Lease lease, SessionTerms terms) {
        this.parts = parts;
        this.lease = lease;
        this.narrowing = new Narrowing(this, channels, terms);
        this.lastInput = parts.nanos().getAsLong();
    }

    public SessionId id() {
        return parts.id();
    }

    GrantId grant() {
        return parts.grant().id();
    }

    /** At this moment: to be asked again for each channel, and after {@link #opened}. */
    public RightsGate rights() {
        return narrowing.terms().rights();
    }

    public LongSupplier nanos() {
        return parts.nanos();
    }

    /** False from the moment an end has begun. */
    public boolean alive() {
        return ending.get() == null;
    }

    /** True when all its channels have ended: an engineer who is done may leave without a word. */
    public boolean usedAndQuiet() {
        return channelNumbers.get() > 0 && channels.isEmpty();
    }

    /** A number for a new channel, unique in the session. */
    public int nextChannel() {
        return channelNumbers.getAndIncrement() & Frame.MAX_CHANNEL;
    }

    /** The engineer did something; postpones the end for idleness. */
    public void touched() {
        lastInput = parts.nanos().getAsLong();
    }

    /** Records before the effect. A recording that fails ends the session. @throws RecordingException it failed */
    public void record(Frame frame) {
        try {
            parts.recorder().append(frame);
        } catch (RecordingException e) {
            recordingFailed(e);
            throw e;
        }
    }

    /** Records a decision that has no effect of its own; failing ends the session but not the caller. */
    public void note(Frame frame) {
        try {
            parts.recorder().append(frame);
        } catch (RecordingException e) {
            recordingFailed(e);
        }
    }

    /** @throws RecordingException the recording failed: the channel must not be answered */
    public ChannelTape openTape(Frame.ChannelOpened opened) {
        try {
            return parts.recorder().open(opened);
        } catch (RecordingException e) {
            recordingFailed(e);
            throw e;
        }
    }

    /** @throws io.sallyport.agent.host.HostException the host could not start it */
    public HostProcess spawn(Command command, Optional<PtyRequest> pty, Map<String, String> environment) {
        return parts.spawn(command, pty, environment, rights().elevation());
    }

    /**
     * It takes part from now on. Only then are the rights asked whether it may: an order to narrow either finds the channel here, or
     * was followed before the answer.
     */
    public void opened(LiveChannel channel) {
        channels.add(channel);
        touched();
    }

    /** Its process runs now: who comes shortly before the end is told at once. */
    public void started() {
        narrowing.terms().end().warning().ifPresent(line -> {
            note(new Frame.Notice(line));
            channels.tellAndWait(line);
        });
    }

    public void closed(LiveChannel channel) {
        channels.remove(channel);
        touched();
    }

    /** Without a record there is no session: ends it at once. */
    public void recordingFailed(RecordingException cause) {
        if (alive()) {
            LOG.error("session {}: the recording failed: {}", id(), cause.getMessage());
        }
        end(EndReason.RECORDING_FAILED, "");
    }

    /** The broker still stands behind this session. */
    void renew() {
        lease.renew();
    }

    /** Starts the thread that watches over it. */
    void start() {
        Thread.ofVirtual().name("session-" + id().value()).start(this::watch);
    }

    private void watch() {
        try {
            while (!over.await(AgentLimits.TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks at everything that ends or warns by time. */
    void tick() {
        try {
            parts.recorder().tick();
        } catch (RecordingException e) {
            recordingFailed(e);
        }
        if (!alive()) {
            return;
        }
        GrantEnd grantEnd = narrowing.terms().end();
        if (grantEnd.reached()) {
            end(EndReason.GRANT_ENDED, grantEnd.detail());
        } else if (lease.lapsed()) {
            end(EndReason.LEASE_LAPSED, "");
        } else if (idle()) {
            end(EndReason.IDLE, "");
        } else if (!channels.isEmpty()) {
            grantEnd.warning().ifPresent(line -> {
                note(new Frame.Notice(line));
                channels.tell(line);
            });
        }
    }

    private boolean idle() {
        long quiet = parts.nanos().getAsLong() - lastInput;
        return rights().idle().map(most -> quiet >= most.toNanos()).orElse(false);
    }

    /** The host's ceiling is this by now: goes on with what it leaves, or ends. Gives nothing that was not there. */
    void under(Ceiling ceiling) {
        narrowing.under(ceiling, parts.grant());
    }

    /** Follows an order of the broker to go on with less; never gives anything. Does not block on a client. */
    NarrowOutcome narrow(NarrowOrder order) {
        return narrowing.follow(order);
    }

    /**
     * Begins the end; returns at once. The first reason stands, later ones change nothing.
     *
     * @param detail for the engineer, the recording and the broker; empty when the reason says all
     */
    public void end(EndReason reason, String detail) {
        if (ending.compareAndSet(null, new Ending(reason, detail))) {
            LOG.info("session {} ends: {}", id(), reason.code());
            Thread.ofVirtual().name("end-" + id().value()).start(() -> carryOut(reason, detail));
        }
    }

    /** Waits until the end is carried out. */
    public boolean awaitOver(Duration most) throws InterruptedException {
        return over.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void carryOut(EndReason reason, String detail) {
        String line = EndText.line(reason, detail);
        try {
            lastLine(reason, line);
            EndProof proof = parts.cage().endAll(AgentLimits.END_GRACE);
            if (!proof.complete()) {
                LOG.error("session {}: {} processes survived its end", id(), proof.survivors().size());
            }
            note(new Frame.Notice("processes ended: " + proof.found() + ", killed: " + proof.killed()
                    + ", left: " + proof.survivors().size() + " (" + proof.method() + ")"));
            awaitChannels();
            if (channels.isEmpty()) {
                Thread.ofVirtual().start(() -> parts.line().farewell(line));
            } else {
                // A client that takes nothing holds its channels; without it they end, and their totals are
                // recorded.
                parts.line().cut();
                awaitChannels();
            }
        } finally {
            seal(reason, detail);
            parts.journal().ended(id(), reason, detail);
            parts.ended(this);
            over.countDown();
            cutLater();
        }
    }

    private void lastLine(EndReason reason, String line) {
        if (reason == EndReason.CLOSED || reason == EndReason.TUNNEL_LOST) {
            return;
        }
        note(new Frame.Notice(line));
        channels.tellAndWait(line);
    }

    /** Their exits are part of the record, and of what a client learns. */
    private void awaitChannels() {
        long most = parts.nanos().getAsLong() + AgentLimits.LAST_WORDS.toNanos();
        try {
            while (!channels.isEmpty() && parts.nanos().getAsLong() < most) {
                Thread.sleep(CHANNEL_LOOK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void seal(EndReason reason, String detail) {
        try {
            parts.recorder().close(reason, detail);
        } catch (RecordingException e) {
            LOG.error("session {}: the recording could not be sealed: {}", id(), e.getMessage());
        }
    }

    private void cutLater() {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(AgentLimits.LAST_WORDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                parts.line().cut();
            }
        });
    }
}
