package io.sallyport.agent.ssh;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engineer's input on its way to the process. The window bounds its bytes; so that a window full of single bytes does not become
 * millions of objects, pieces are joined once {@link #PIECES} are waiting. Safe for many threads.
 */
final class InputQueue {

    /** A window of full packets is half of it, and nobody types so far ahead. */
    static final int PIECES = 128;

    private static final byte[] END = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(4);
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
    private boolean ended;
    /** Nothing waits, and the taker has finished what it took: it waits for more. */
    private boolean idle;

    /** Takes ownership of the bytes; never blocks. */
    void add(byte[] bytes) {
        lock.lock();
        try {
            if (waiting.size() < PIECES && joined.size() == 0) {
                waiting.add(bytes);
            } else {
                joined.write(bytes, 0, bytes.length);
            }
            idle = false;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that was added is taken and done with. Stays true until the caller, if it is the only adder, adds something. */
    boolean idle() {
        lock.lock();
        try {
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** After what was added nothing follows. */
    void end() {
        lock.lock();
        try {
            ended = true;
            idle = false;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Blocks for the next bytes; none at the end. Asking for the next says that the last ones are done with. */
    byte[] take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && joined.size() == 0 && !ended) {
                idle = true;
                changed.await();
            }
            if (!waiting.isEmpty()) {
                return waiting.remove();
            }
            if (joined.size() == 0) {
                return END;
            }
            byte[] bytes = joined.toByteArray();
            joined.reset();
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
