package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.gate.LiveSession;
import io.sallyport.evidence.recording.RecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one stream of a process to the engineer, on a virtual thread of its own. */
final class OutputPump implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);

    /** Where the bytes go: standard output or standard error of the channel. */
    interface Sink {
        void write(byte[] bytes, int offset, int count) throws IOException;
    }

    private final InputStream from;
    private final Sink to;
    private final LiveSession live;
    private final CountDownLatch done;
    private final LongSupplier nanos;
    /** Monotonic moment since which the pump waits for the process; negative while it delivers. */
    private volatile long waitingSince = -1;
    private volatile boolean ended;

    OutputPump(InputStream from, Sink to, LiveSession live, CountDownLatch done, LongSupplier nanos) {
        this.from = from;
        this.to = to;
        this.live = live;
        this.done = done;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        byte[] chunk = new byte[AgentLimits.PROCESS_READ];
        try {
            int count;
            while ((count = read(chunk)) >= 0) {
                to.write(chunk, 0, count);
            }
        } catch (RecordingException e) {
            live.recordingFailed(e);
        } catch (IOException e) {
            LOG.debug("output ended early: {}", e.toString());
        } finally {
            ended = true;
            done.countDown();
        }
    }

    private int read(byte[] chunk) throws IOException {
        waitingSince = nanos.getAsLong() & Long.MAX_VALUE;
        try {
            return from.read(chunk);
        } finally {
            waitingSince = -1;
        }
    }

    /** True when nothing came for so long, or nothing can come any more; false while bytes are on their way. */
    boolean silentFor(long grace) {
        long since = waitingSince;
        return ended || (since >= 0 && (nanos.getAsLong() & Long.MAX_VALUE) - since >= grace);
    }
}
