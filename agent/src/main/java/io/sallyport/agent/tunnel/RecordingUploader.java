package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import io.sallyport.agent.record.Spool;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.frame.Frames;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends recordings to the broker while they grow, each on a virtual thread and a connection of its own, from where the broker says it stands.
 * A recording is deleted only when the broker has said that it holds all of it. Safe for many threads.
 */
public final class RecordingUploader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingUploader.class);

    private final BrokerDial dial;
    private final Spool spool;
    private final SecureRandom random;
    private final LongSupplier nanos;
    private final Set<SessionId> uploading = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    public RecordingUploader(BrokerDial dial, Spool spool, SecureRandom random, LongSupplier nanos) {
        this.dial = dial;
        this.spool = spool;
        this.random = random;
        this.nanos = nanos;
    }

    /** Starts to upload this session's recording, once; it goes on until the broker holds all of it. */
    public void upload(SessionId session) {
        if (uploading.add(session)) {
            Thread.ofVirtual().name("upload-" + session.value()).start(() -> persist(session));
        }
    }

    /** Waits until nothing is left to upload, at most so long. */
    public boolean awaitDone(Duration most) throws InterruptedException {
        long end = nanos.getAsLong() + most.toNanos();
        while (!uploading.isEmpty()) {
            if (nanos.getAsLong() >= end || closed.await(20, TimeUnit.MILLISECONDS)) {
                return uploading.isEmpty();
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void persist(SessionId session) {
        Backoff backoff = new Backoff(random);
        try {
            boolean done = false;
            while (!done) {
                done = attempt(session, backoff);
                if (!done && closed.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            uploading.remove(session);
        }
    }

    private boolean attempt(SessionId session, Backoff backoff) throws InterruptedException {
        try {
            return stream(session, backoff);
        } catch (IOException | JsonFormatException e) {
            LOG.warn("session {}: its recording waits: {}", session, Sanitize.log(e.toString()));
            return false;
        }
    }

    /** @return true when nothing is left to do for this recording */
    private boolean stream(SessionId session, Backoff backoff) throws IOException, InterruptedException {
        Path file = spool.file(session);
        if (!Files.exists(file)) {
            return true;
        }
        try (SSLSocket socket = dial.upgrade("/agent/v1/recording", "sallyport-recording/1",
                Map.of("Sallyport-Session", session.value()));
                FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            try {
                long offset = resumeAt(socket.getInputStream(), from.size());
                BrokerReplies replies = new BrokerReplies(socket.getInputStream(), offset);
                Thread.ofVirtual().name("replies-" + session.value()).start(replies);
                send(from, offset, socket.getOutputStream(), replies);
                if (replies.acknowledged() > offset) {
                    backoff.worked();
                }
                return concluded(session, replies);
            } finally {
                socket.setSoTimeout(AgentLimits.GOODBYE_MILLIS);
            }
        }
    }

    private static long resumeAt(InputStream in, long size) throws IOException {
        byte[] first = Frames.read(in).orElseThrow(() -> new TunnelException("the broker said nothing"));
        long offset = JsonParser.parseObject(first, Limits.FRAME_BYTES, 4).number("resume");
        if (offset < 0 || offset > size) {
            throw new TunnelException("the broker wants to resume behind the end");
        }
        return offset;
    }

    /** Follows the growing file until the broker has concluded, is silent for too long, or the agent stops. */
    private void send(FileChannel from, long start, OutputStream out, BrokerReplies replies)
            throws IOException, InterruptedException {
        ByteBuffer chunk = ByteBuffer.allocate(AgentLimits.UPLOAD_CHUNK);
        long offset = start;
        long progress = nanos.getAsLong();
        long acknowledged = start;
        while (!replies.over()) {
            int count = from.read(chunk.clear(), offset);
            if (count > 0) {
                out.write(chunk.array(), 0, count);
                out.flush();
                offset += count;
            } else if (replies.awaitOver(AgentLimits.UPLOAD_POLL) || closed.getCount() == 0) {
                return;
            }
            if (acknowledged != replies.acknowledged() || acknowledged == offset) {
                acknowledged = replies.acknowledged();
                progress = nanos.getAsLong();
            } else if (nanos.getAsLong() - progress > AgentLimits.CONTROL_SILENCE.toNanos()) {
                throw new TunnelException("the broker acknowledges nothing");
            }
        }
    }

    private boolean concluded(SessionId session, BrokerReplies replies) throws IOException {
        return switch (replies.conclusion()) {
            case NONE -> false;
            case COMPLETE -> {
                spool.delete(session);
                LOG.info("session {}: the broker holds the whole recording", session);
                yield true;
            }
            case DAMAGED -> {
                // Kept: it is evidence of what went wrong, and somebody has to look at it.
                LOG.error("session {}: the broker found its recording damaged; it stays in the spool",
                        session);
                yield true;
            }
        };
    }

    /** Reads what the broker says about an upload. */
    private static final class BrokerReplies implements Runnable {

        enum Conclusion {
            NONE, COMPLETE, DAMAGED
        }

        private final InputStream in;
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile long acknowledged;
        private volatile Conclusion conclusion = Conclusion.NONE;

        BrokerReplies(InputStream in, long acknowledged) {
            this.in = in;
            this.acknowledged = acknowledged;
        }

        @Override
        public void run() {
            try {
                boolean more = true;
                while (more) {
                    more = Frames.read(in).map(this::heard).orElse(false);
                }
            } catch (IOException | JsonFormatException e) {
                LOG.debug("an upload ended: {}", e.toString());
            } finally {
                over.countDown();
            }
        }

        private boolean heard(byte[] frame) {
            Json.Obj reply = JsonParser.parseObject(frame, Limits.FRAME_BYTES, 4);
            if (reply.has("damaged")) {
                conclusion = Conclusion.DAMAGED;
                return false;
            }
            if (reply.optionalBool("complete").orElse(false)) {
                conclusion = Conclusion.COMPLETE;
                return false;
            }
            acknowledged = reply.optionalNumber("ack").orElse(acknowledged);
            return true;
        }

        long acknowledged() {
            return acknowledged;
        }

        Conclusion conclusion() {
            return conclusion;
        }

        boolean over() {
            return over.getCount() == 0;
        }

        boolean awaitOver(Duration most) throws InterruptedException {
            return over.await(most.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
