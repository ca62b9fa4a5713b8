package io.sallyport.agent.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * A non-blocking descriptor that virtual threads wait on. The lock is held during each (short)
 * call and during close, so that a number is never used after it was given back. Safe for many
 * threads; bytes of two concurrent writers may interleave, so each direction has one user.
 */
final class Fd implements AutoCloseable {
    private final int fd;
    private final Poller poller;
    private final NativeBuffer.Pool buffers;
    private final long id;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Events somebody waits for, and events that came since; owned by the lock. */
    private int wanted;
    private int ready;
    private boolean closed;

    /** Takes over {@code fd}, which it will close. */
    Fd(int fd, Poller poller, NativeBuffer.Pool buffers) {
        this.fd = fd;
        this.poller = poller;
        this.buffers = buffers;
        Native.require("fcntl", Libc.fcntl(fd, Libc.F_SETFL, Libc.O_RDWR | Libc.O_NONBLOCK));
        this.id = poller.add(fd, this::fired);
    }

    /** Waits for bytes; 0 at the end of the stream. */
    int read(byte[] to, int offset, int length) throws IOException {
        return transfer(Poller.IN, "read", (open, buffer) -> {
            long count = Libc.read(open, buffer, Math.min(length, NativeBuffer.SIZE));
            if (count > 0) {
                MemorySegment.copy(buffer.bytes(), ValueLayout.JAVA_BYTE, 0,
                        to, offset, (int) count);
            }
            // A pty master answers EIO when the last slave has closed: that is its end of stream.
            return count == -Errno.EIO ? 0 : count;
        });
    }

    /** Waits for room; writes at least one byte and returns how many. */
    int write(byte[] from, int offset, int length) throws IOException {
        return transfer(Poller.OUT, "write", writing(from, offset, length));
    }

    /** Writes what there is room for now, which may be nothing; returns how many bytes. */
    int tryWrite(byte[] from, int offset, int length) throws IOException {
        lock.lock();
        try {
            requireOpen();
            long count = attempt(writing(from, offset, length));
            if (count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR) {
                throw failed("write", count);
            }
            return (int) Math.max(0, count);
        } finally {
            lock.unlock();
        }
    }

    private static Call writing(byte[] from, int offset, int length) {
        return (open, buffer) -> {
            int count = Math.min(length, NativeBuffer.SIZE);
            MemorySegment.copy(from, offset, buffer.bytes(),
                    ValueLayout.JAVA_BYTE, 0, count);
            return Libc.write(open, buffer, count);
        };
    }

    private static IOException failed(String name, long result) {
        return new IOException(name + " on a process's stream failed with " + Errno.text((int) -result));
    }

    /** The number for a short call that does not wait. @throws IOException when closed */
    <T> T with(IntFunction<T> call) throws IOException {
        lock.lock();
        try {
            requireOpen();
            return call.apply(fd);
        } finally {
            lock.unlock();
        }
    }

    private interface Call {
        long on(int fd, NativeBuffer buffer);
    }

    private int transfer(int event, String name, Call call) throws IOException {
        lock.lock();
        try {
            while (true) {
                requireOpen();
                long count = attempt(call);
                if (count >= 0) {
                    return (int) count;
                }
                if (count == -Errno.EAGAIN) {
                    await(event);
                } else if (count != -Errno.EINTR) {
                    throw failed(name, count);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private long attempt(Call call) {
        NativeBuffer buffer = buffers.borrow();
        try {
            return call.on(fd, buffer);
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private void await(int event) throws IOException {
        ready &= ~event;
        wanted |= event;
        poller.arm(fd, id, wanted);
        try {
            while ((ready & event) == 0 && !closed) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a process");
        } finally {
            wanted &= ~event;
        }
    }

    private void fired(int events) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            ready |= (events & Poller.BROKEN) != 0
                    ? Poller.IN | Poller.OUT
                    : events & (Poller.IN | Poller.OUT);
            // One-shot: the direction that did not fire must be asked for again.
            int rest = wanted & ~ready;
            if (rest != 0) {
                poller.arm(fd, id, rest);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the stream of the process is closed");
        }
    }

    /** Closes the descriptor; whoever waits on it gets an {@link IOException}. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            poller.remove(fd, id);
            Libc.close(fd);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
