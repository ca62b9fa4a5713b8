package io.sallyport.agent.ssh;

import io.sallyport.agent.AgentLimits;
import io.sallyport.evidence.recording.ChannelTape;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way of output to the engineer on one channel: record, then forward, as one step under one lock, so that the recording
 * holds the bytes in the order in which they were delivered. Blocks while the client takes nothing.
 */
final class ChannelWriter {

    /** Long, because a client may sleep; the session's end closes the window and wakes the wait. */
    private static final Duration WINDOW_WAIT = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ChannelWriter.class);

    private final HostChannel channel;
    private final ChannelTape tape;
    private final Semaphore room;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean over;

    ChannelWriter(HostChannel channel, ChannelTape tape, Semaphore room) {
        this.channel = channel;
        this.tape = tape;
        this.room = room;
    }

    /** @throws IOException the channel is closed; what was not delivered in full may still be recorded */
    void output(byte[] bytes, int offset, int count) throws IOException {
        lock.lock();
        try {
            requireOpen();
            tape.output(bytes, offset, count);
            forward(SshConstants.SSH_MSG_CHANNEL_DATA, bytes, offset, count);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #output} for the error stream (RFC 4254 §5.2, type 1). */
    void error(byte[] bytes, int offset, int count) throws IOException {
        lock.lock();
        try {
            requireOpen();
            tape.error(bytes, offset, count);
            forward(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, bytes, offset, count);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is written any more. Does not wait for a write that is under way. */
    void finish() {
        if (lock.tryLock()) {
            try {
                over = true;
            } finally {
                lock.unlock();
            }
        }
    }

    private void requireOpen() throws IOException {
        if (over) {
            throw new IOException("the channel has ended");
        }
    }

    private void forward(byte kind, byte[] bytes, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int part = reserve(count - done);
            boolean handedOver = false;
            try {
                Session session = channel.getSession();
                Buffer packet = session.createBuffer(kind, part + 16);
                packet.putUInt(channel.getRecipient());
                if (kind == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA) {
                    packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
                }
                packet.putBytes(bytes, offset + done, part);
                write(session, packet, part).addListener(sent -> room.release(part));
                handedOver = true;
            } finally {
                if (!handedOver) {
                    room.release(part);
                }
            }
            done += part;
        }
    }

    private static IoWriteFuture write(Session session, Buffer packet, int length) throws IOException {
        return length <= AgentLimits.AT_ONCE && !ThreadUtils.isInternalThread()
                && session.getIoSession() instanceof TunnelIoSession tunnel
                        ? tunnel.sendHere(() -> session.writePacket(packet))
                        : session.writePacket(packet);
    }

    /** Waits for window and for room in the tunnel, and takes both. */
    private int reserve(int wanted) throws IOException {
        RemoteWindow window = channel.getRemoteWindow();
        try {
            long space = awaitSpace(window);
            int part = (int) Math.min(Math.min(wanted, space),
                    Math.min(window.getPacketSize(), AgentLimits.CHANNEL_PACKET));
            room.acquire(part);
            window.consume(part);
            return part;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the channel is being closed");
        }
    }

    private static long awaitSpace(RemoteWindow window) throws IOException, InterruptedException {
        while (true) {
            try {
                return window.waitForSpace(WINDOW_WAIT);
            } catch (SocketTimeoutException e) {
                LOG.debug("the channel is open, but its client reads nothing, which it may");
            }
        }
    }
}
