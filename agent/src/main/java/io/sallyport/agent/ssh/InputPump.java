package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.LiveSession;
import io.sallyport.evidence.recording.RecordingException;
import java.io.IOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the engineer's input to the process. What somebody types goes at once, on the thread that received it; what is more, or finds
 * no room, waits for a virtual thread of the pump's own. The client may send only what the window admits, and the window opens
 * again only when the process has taken the bytes.
 */
final class InputPump implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(InputPump.class);

    /** Where the bytes go. */
    interface Sink {
        void write(byte[] bytes) throws IOException;

        /** Writes what there is room for now; says how many bytes. */
        int tryWrite(byte[] bytes) throws IOException;

        void end();
    }

    /** Gives the client room for so many bytes more. */
    interface Window {
        void release(int count) throws IOException;
    }

    private final Sink to;
    private final InputWitness witness;
    private final Window window;
    private final LiveSession live;
    private final InputQueue waiting = new InputQueue();
    /** The next bytes in the queue are recorded already. Written while the pump is idle; the queue's lock lies between. */
    private boolean restSeen;

    InputPump(Sink to, InputWitness witness, Window window, LiveSession live) {
        this.to = to;
        this.witness = witness;
        this.window = window;
        this.live = live;
    }

    /** Takes ownership of the bytes; never waits for the process. For one thread, the one that calls {@link #end}. */
    void accept(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        // While the pump is idle nothing can overtake: this thread is the only one that gives it work.
        if (bytes.length <= AgentLimits.AT_ONCE && waiting.idle()) {
            acceptAtOnce(bytes);
        } else {
            waiting.add(bytes);
        }
    }

    private void acceptAtOnce(byte[] bytes) throws IOException {
        int done = bytes.length;
        try {
            if (live.alive()) {
                live.touched();
                witness.seen(bytes);
                done = to.tryWrite(bytes);
            }
        } catch (RecordingException e) {
            live.recordingFailed(e);
        } catch (IOException e) {
            LOG.debug("the process takes no more input: {}", e.toString());
        }
        if (done > 0) {
            window.release(done);
        }
        if (done < bytes.length) {
            restSeen = true;
            waiting.add(Arrays.copyOfRange(bytes, done, bytes.length));
        }
    }

    /** After what was accepted, the process reads end of file. */
    void end() {
        waiting.end();
    }

    @Override
    public void run() {
        boolean taken = true;
        try {
            byte[] bytes = waiting.take();
            while (bytes.length > 0) {
                taken = taken && deliver(bytes);
                window.release(bytes.length);
                bytes = waiting.take();
            }
            to.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RecordingException e) {
            live.recordingFailed(e);
        } catch (IOException e) {
            LOG.debug("input ended early: {}", e.toString());
        }
    }

    /** @return false when the process takes no more input; what follows is dropped, as a closed pipe would drop it */
    private boolean deliver(byte[] bytes) {
        if (!live.alive()) {
            return false;
        }
        live.touched();
        if (restSeen) {
            restSeen = false;
        } else {
            witness.seen(bytes);
        }
        try {
            to.write(bytes);
            return true;
        } catch (IOException e) {
            LOG.debug("the process takes no more input: {}", e.toString());
            return false;
        }
    }
}
