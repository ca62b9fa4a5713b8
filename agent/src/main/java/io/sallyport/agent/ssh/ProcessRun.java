package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.LiveSession;
import io.sallyport.agent.host.Exit;
import io.sallyport.agent.host.HostProcess;
import io.sallyport.evidence.recording.ChannelTape;
import io.sallyport.evidence.recording.RecordingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A process on a channel and the threads between the two: one for each direction of each stream, and one that waits for the end. The end is
 * told only after the output is through, however slow the client; but a child in the background that merely keeps a pipe open
 * does not hold the channel longer than {@link AgentLimits#BACKGROUND_GRACE}.
 */
final class ProcessRun {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final HostChannel channel;
    private final LiveSession live;
    private final HostProcess process;
    private final ChannelTape tape;
    private final ChannelWriter writer;
    private final InputPump input;
    private final List<OutputPump> pumps = new ArrayList<>();
    private final CountDownLatch pumpsDone;
    private final AtomicBoolean hungUp = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Thread waiter;

    ProcessRun(HostChannel channel, LiveSession live, HostProcess process, ChannelTape tape,
            ChannelWriter writer,
            InputWitness witness, LongSupplier nanos) {
        this.channel = channel;
        this.live = live;
        this.process = process;
        this.tape = tape;
        this.writer = writer;
        this.input = new InputPump(sink(process), witness, channel::release, live);
        this.pumpsDone = new CountDownLatch(process.error().isPresent() ? 2 : 1);
        pumps.add(new OutputPump(process.output(), writer::output, live, pumpsDone, nanos));
        process.error().ifPresent(
                error -> pumps.add(new OutputPump(error, writer::error, live, pumpsDone, nanos)));
    }

    private static InputPump.Sink sink(HostProcess process) {
        return new InputPump.Sink() {
            @Override
            public void write(byte[] bytes) throws IOException {
                process.input().write(bytes, 0, bytes.length);
            }

            @Override
            public int tryWrite(byte[] bytes) throws IOException {
                return process.input().tryWrite(bytes, 0, bytes.length);
            }

            @Override
            public void end() {
                process.closeInput();
            }
        };
    }

    /** Starts the threads; called once. */
    void start() {
        String name = "channel-" + process.pid();
        Thread reader = Thread.ofVirtual().name(name + "-input").start(input);
        pumps.forEach(pump -> Thread.ofVirtual().name(name + "-output").start(pump));
        waiter = Thread.ofVirtual().name(name + "-end").start(() -> awaitEnd(reader));
    }

    InputPump input() {
        return input;
    }

    HostProcess process() {
        return process;
    }

    /** The channel is gone: hangs up on the process and stops all threads. Idempotent, never blocks. */
    void hangUp() {
        if (hungUp.compareAndSet(false, true)) {
            process.signal("HUP");
            process.close();
            Thread thread = waiter;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** The process must not go on: asked to leave, then made to, however slow the client. Idempotent, never blocks. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            process.signal("HUP");
            process.signal("TERM");
            // A stopped process sees its signals only when it goes on.
            process.signal("CONT");
            Thread.ofVirtual().name("channel-" + process.pid() + "-withdrawn").start(this::makeEnd);
        }
    }

    private void makeEnd() {
        try {
            if (process.awaitExit(AgentLimits.END_GRACE).isEmpty()) {
                process.signal("KILL");
            }
            Thread thread = waiter;
            if (thread != null) {
                // Its last output may be on its way; a client that takes nothing does not keep the channel.
                thread.join(AgentLimits.BACKGROUND_GRACE.plus(AgentLimits.LAST_WORDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hangUp();
        }
    }

    private void awaitEnd(Thread reader) {
        Optional<Exit> exit = Optional.empty();
        try {
            exit = Optional.of(process.awaitExit());
            awaitOutput();
        } catch (InterruptedException e) {
            exit = process.exit();
        } finally {
            reader.interrupt();
            process.close();
            writer.finish();
            finish(exit);
        }
    }

    private void awaitOutput() throws InterruptedException {
        long grace = AgentLimits.BACKGROUND_GRACE.toNanos();
        while (!pumpsDone.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (pumps.stream().allMatch(pump -> pump.silentFor(grace))) {
                return;
            }
        }
    }

    private void finish(Optional<Exit> exit) {
        try {
            tape.close(exit.map(ProcessRun::status).orElse(Optional.empty()),
                    exit.map(ProcessRun::signal).orElse(Optional.empty()));
        } catch (RecordingException e) {
            live.recordingFailed(e);
        } finally {
            channel.finished(exit);
            live.closed(channel);
        }
    }

    private static Optional<Integer> status(Exit exit) {
        return switch (exit) {
            case Exit.Status(int code) -> Optional.of(code);
            case Exit.Signal _ -> Optional.empty();
        };
    }

    private static Optional<String> signal(Exit exit) {
        return switch (exit) {
            case Exit.Status _ -> Optional.empty();
            case Exit.Signal(String name, _) -> Optional.of(name);
        };
    }
}
