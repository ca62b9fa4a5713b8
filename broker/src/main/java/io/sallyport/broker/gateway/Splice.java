package io.sallyport.broker.gateway;

import io.sallyport.broker.tunnel.AgentTunnel;
import io.sallyport.broker.tunnel.TunnelBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Moves bytes between an engineer's channel and an agent's tunnel until one of them closes.
 *
 * <p>Memory is bounded both ways, however slow a reader is. Towards the agent the channel's window bounds what waits: it is
 * given back only once the network took the bytes; and so that a window full of single bytes does not become millions of
 * writes, many pieces that wait are joined. Towards the engineer one virtual thread builds packets in place,
 * taking from a queue that pauses the tunnel when it is full. An idle splice holds no buffer.
 */
final class Splice implements AgentTunnel.Receiver {
    /** Queued bytes at which the tunnel is told to pause. A few TLS records more may still arrive. */
    static final int QUEUE_FULL = 256 * 1024;
    /** Queued bytes at which it goes on: early enough that the next ones arrive before the queue is empty. */
    static final int QUEUE_LOW = 64 * 1024;
    /** Bytes in packets handed to the engineer's socket but not yet taken by it. */
    static final int UNWRITTEN = 1024 * 1024;
    /** Pieces on their way to the agent at which further ones are joined: a window of full packets is half of it. */
    static final int PIECES = 128;

    private final ChannelEnd channel;
    private final AgentTunnel tunnel;
    private final Runnable over;
    private final Semaphore unwritten = new Semaphore(UNWRITTEN);
    private final AtomicBoolean overTold = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
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
    void start(String name) {
        Thread.ofVirtual().name(name).start(this::pump);
        tunnel.receive(this);
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
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // Wakes a pump that waits for its packets to be written: they never will be.
        unwritten.release(UNWRITTEN);
        sendJoined();
        tunnel.close();
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
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(boolean cut) {
        lock.lock();
        try {
            tunnelClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (cut) {
            // The pump may wait for an engineer who does not read; the session is over all the same.
            channel.close();
        }
    }

    private void pump() {
        try {
            while (awaitBytes()) {
                sendOne();
            }
            if (!engineerGone()) {
                channel.finish();
            }
        } catch (IOException e) {
            // The channel went away under us; closing both sides below is all there is to do.
            tunnel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            channel.close();
            tunnel.close();
            if (overTold.compareAndSet(false, true)) {
                over.run();
            }
        }
    }

    private void sendOne() throws IOException, InterruptedException {
        long space = channel.awaitSpace();
        int length = length(space);
        if (length == 0) {
            return;
        }
        unwritten.acquire(length);
        channel.send(length, this::take, () -> unwritten.release(length));
    }

    // Looks at the queue only after space was awaited: what arrived meanwhile goes into the same
    // packet.
    private int length(long space) {
        lock.lock();
        try {
            return (int) Math.min(Math.min(queued, space), channel.packetSize());
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

    private boolean awaitBytes() throws InterruptedException {
        lock.lock();
        try {
            while (queued == 0 && !tunnelClosed && !channelClosed) {
                changed.await();
            }
            return queued > 0 && !channelClosed;
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
