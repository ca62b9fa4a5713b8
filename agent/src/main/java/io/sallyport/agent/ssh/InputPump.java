package io.sallyport.agent.ssh;

import io.sallyport.agent.gate.LiveSession;
import io.sallyport.evidence.recording.RecordingException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the engineer's input to the process, on a virtual thread of its own. The client may send only
 * what the window admits, and the window opens again only when the process has taken the bytes.
 */
final class InputPump implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(InputPump.class);

    /** Where the bytes go. */
    interface Sink {
        void write(byte[] bytes) throws IOException;

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

    InputPump(Sink to, InputWitness witness, Window window, LiveSession live) {
        this.to = to;
        this.witness = witness;
        this.window = window;
        this.live = live;
    }

    /** Takes ownership of the bytes; never blocks. */
    void accept(byte[] bytes) {
        if (bytes.length > 0) {
            waiting.add(bytes);
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
        witness.seen(bytes);
        try {
            to.write(bytes);
            return true;
        } catch (IOException e) {
            LOG.debug("the process takes no more input: {}", e.toString());
            return false;
        }
    }
}
