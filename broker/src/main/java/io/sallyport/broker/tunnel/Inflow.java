package io.sallyport.broker.tunnel;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes what a socket receives from the event loop to one blocking thread, through a queue that pauses the socket when it
 * is full. To be made on the socket's event loop.
 */
final class Inflow {
    /** What came. */
    sealed interface Taken {
        record Bytes(ByteBuffer bytes) implements Taken {}

        /** Nothing, for as long as was waited. */
        record Silence() implements Taken {}

        /** The peer is gone, and everything it sent was taken. */
        record End() implements Taken {}
    }

    private final NetSocket socket;
    private final Context context;
    private final int full;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All guarded by the lock.
    private final Deque<Buffer> queue = new ArrayDeque<>(4);
    private int queued;
    private boolean paused;
    private boolean ended;

    /** @param full queued bytes at which the socket is paused; it goes on below half of it */
    Inflow(NetSocket socket, Context context, int full) {
        this.socket = socket;
        this.context = context;
        this.full = full;
        socket.handler(this::received);
        // Comes after the last bytes even when the socket is paused as the peer leaves; the close handler
        // would not wait.
        socket.endHandler(_ -> end());
        socket.exceptionHandler(_ -> socket.close());
    }

    private void received(Buffer bytes) {
        lock.lock();
        try {
            queue.addLast(bytes);
            queued += bytes.length();
            if (!paused && queued >= full) {
                paused = true;
                socket.pause();
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits up to {@code longest} for bytes, and takes what is there, at most {@code most} bytes. */
    Taken take(int most, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (queue.isEmpty()) {
                if (ended) {
                    return new Taken.End();
                }
                if (left <= 0) {
                    return new Taken.Silence();
                }
                left = changed.awaitNanos(left);
            }
            return new Taken.Bytes(ByteBuffer.wrap(drain(most)));
        } finally {
            lock.unlock();
        }
    }

    private byte[] drain(int most) {
        byte[] bytes = new byte[Math.min(queued, most)];
        int at = 0;
        while (at < bytes.length) {
            Buffer head = queue.removeFirst();
            int count = Math.min(head.length(), bytes.length - at);
            head.getBytes(0, count, bytes, at);
            at += count;
            if (count < head.length()) {
                queue.addFirst(head.slice(count, head.length()));
            }
        }
        queued -= bytes.length;
        if (paused && queued <= full / 2) {
            paused = false;
            context.runOnContext(_ -> socket.resume());
        }
        return bytes;
    }
}
