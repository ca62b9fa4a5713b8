package io.sallyport.broker.gateway;

import io.sallyport.broker.tunnel.AgentTunnel;
import io.sallyport.broker.tunnel.TunnelBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Moves bytes between an engineer's channel and an agent's tunnel until one of them closes. No thread belongs to it: whoever brings
 * bytes, window or room moves what can be moved, one at a time.
 *
 * <p>Memory is bounded both ways, however slow a reader is. Towards the agent the channel's window bounds what waits: it is
 * given back only once the network took the bytes; and so that a window full of single bytes does not become millions of
 * writes, many pieces that wait are joined. Towards the engineer packets are built in place from a queue that pauses the
 * tunnel when it is full. An idle splice holds no buffer.
 */
final class Splice implements AgentTunnel.Receiver {
    /** Queued bytes at which the tunnel is told to pause. A few TLS records more may still arrive. */
    static final int QUEUE_FULL = 256 * 1024;
    /** Queued bytes at which it goes on: early enough that the next ones arrive before the queue is empty. */
    static final int QUEUE_LOW = 64 * 1024;
    /** Bytes in packets handed to the engineer's socket but not yet taken by it. */
    static final int UNWRITTEN = 1024 * 1024;
    /** Bytes of room below {@link #UNWRITTEN} that are worth going on for. */
    private static final int ROOM_AGAIN = 64 * 1024;
    /** Pieces on their way to the agent at which further ones are joined: a window of full packets is half of it. */
    static final int PIECES = 128;

    private final ChannelEnd channel;
    private final AgentTunnel tunnel;
    private final Runnable over;
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicBoolean overTold = new AtomicBoolean();
    /** Reasons to look again that came while somebody was moving bytes; not zero means that somebody is. */
    private final AtomicInteger reasons = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    // All below are guarded by the lock.
    private final Deque<TunnelBytes> queue = new ArrayDeque<>(4);
    private int headTaken;
    private int queued;
    private boolean paused;
    private boolean tunnelClosed;
    private boolean channelClosed;

    private final ReentrantLock sending = new ReentrantLock();
    // Both guarded by the lock above.
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
    private int pieces;

    /** @param over runs once, on a virtual thread, when both sides are closed */
    Splice(ChannelEnd channel, AgentTunnel tunnel, Runnable over) {
        this.channel = channel;
        this.tunnel = tunnel;
        this.over = over;
    }

    /** Begins to move bytes. Called once, when the engineer knows that the channel is open. */
    void start() {
        tunnel.receive(this);
        move();
    }

    /** Bytes of the engineer; copied before this returns. Called by one of MINA's threads. */
    void fromEngineer(byte[] bytes, int offset, int length) {
        // A tunnel that is gone takes nothing any more, but what the agent sent before may still be on its
        // way to the
        // engineer: the end comes behind it, so nothing is closed here.
        sending.lock();
        try {
            if (pieces < PIECES && joined.size() == 0) {
                send(bytes, offset, length);
            } else {
                joined.write(bytes, offset, length);
            }
        } finally {
            sending.unlock();
        }
    }

    private void send(byte[] bytes, int offset, int length) {
        pieces++;
        tunnel.send(bytes, offset, length, _ -> taken(length));
    }

    private void taken(int length) {
        boolean more;
        sending.lock();
        try {
            pieces--;
            more = joined.size() > 0;
        } finally {
            sending.unlock();
        }
        channel.release(length);
        if (more) {
            // Not from the network's own thread: it would overtake what others have asked it to send.
            Thread.ofVirtual().start(this::sendJoined);
        }
    }

    private void sendJoined() {
        sending.lock();
        try {
            if (joined.size() > 0) {
                byte[] bytes = joined.toByteArray();
                joined.reset();
                send(bytes, 0, bytes.length);
            }
        } finally {
            sending.unlock();
        }
    }

    /** The engineer sends nothing more. */
    void engineerFinished() {
        sendJoined();
        tunnel.finish();
    }

    /** The engineer's channel is gone. */
    void engineerClosed() {
        lock.lock();
        try {
            channelClosed = true;
            queue.clear();
            queued = 0;
            headTaken = 0;
        } finally {
            lock.unlock();
        }
        sendJoined();
        tunnel.close();
        move();
    }

    @Override
    public void received(TunnelBytes bytes) {
        lock.lock();
        try {
            if (channelClosed || bytes.length() == 0) {
                return;
            }
            queue.addLast(bytes);
            queued += bytes.length();
            if (!paused && queued >= QUEUE_FULL) {
                paused = true;
                tunnel.pause();
            }
        } finally {
            lock.unlock();
        }
        move();
    }

    @Override
    public void closed(boolean cut) {
        lock.lock();
        try {
            tunnelClosed = true;
        } finally {
            lock.unlock();
        }
        if (cut) {
            // The engineer may not read what is queued; the session is over all the same.
            channel.close();
        }
        move();
    }

    /** The engineer takes more. */
    void windowOpened() {
        move();
    }

    private void written(int length) {
        if (unwritten.getAndAdd(-length) + ROOM_AGAIN > UNWRITTEN) {
            move();
        }
    }

    // One thread moves; the others leave it a note and go.
    private void move() {
        int seen = reasons.getAndIncrement() == 0 ? 1 : 0;
        while (seen != 0) {
            moveAll();
            seen = reasons.addAndGet(-seen);
        }
    }

    private void moveAll() {
        if (overTold.get()) {
            return;
        }
        try {
            int length = sendable();
            while (length > 0) {
                int sent = length;
                unwritten.addAndGet(sent);
                channel.send(sent, this::take, () -> written(sent));
                length = sendable();
            }
            if (drained()) {
                channel.finish();
                end();
            }
        } catch (IOException e) {
            // The channel went away under us; closing both sides is all there is to do.
            end();
        }
        if (engineerGone()) {
            end();
        }
    }

    private void end() {
        if (overTold.compareAndSet(false, true)) {
            channel.close();
            tunnel.close();
            // It writes the journal, which blocks.
            Thread.ofVirtual().start(over);
        }
    }

    // A packet as large as queue and window allow, or none until the socket has room for it.
    private int sendable() {
        long most = Math.min(channel.space(), channel.packetSize());
        lock.lock();
        try {
            int length = channelClosed ? 0 : (int) Math.min(queued, most);
            return length <= UNWRITTEN - unwritten.get() ? length : 0;
        } finally {
            lock.unlock();
        }
    }

    private void take(byte[] packet, int at, int length) {
        lock.lock();
        try {
            int copied = 0;
            while (copied < length && !queue.isEmpty()) {
                TunnelBytes head = queue.getFirst();
                int count = Math.min(length - copied, head.length() - headTaken);
                head.copyTo(headTaken, packet, at + copied, count);
                copied += count;
                headTaken += count;
                if (headTaken == head.length()) {
                    queue.removeFirst();
                    headTaken = 0;
                }
            }
            queued = Math.max(0, queued - copied);
            if (paused && queued <= QUEUE_LOW) {
                paused = false;
                tunnel.resume();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean drained() {
        lock.lock();
        try {
            return tunnelClosed && queued == 0 && !channelClosed;
        } finally {
            lock.unlock();
        }
    }

    private boolean engineerGone() {
        lock.lock();
        try {
            return channelClosed;
        } finally {
            lock.unlock();
        }
    }
}
