package io.sallyport.agent.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One epoll set and the one platform thread that waits on it, for all processes of all sessions.
 * Virtual threads never block in a system call: they park until this thread says that a
 * descriptor is ready, so that no carrier thread is held. Safe for many threads.
 */
final class Poller implements AutoCloseable {
    static final int IN = 0x1;
    static final int OUT = 0x4;
    static final int BROKEN = 0x8 | 0x10;
    private static final int ONE_SHOT = 1 << 30;
    private static final int EVENTS = 64;
    private static final long STOP = 0;
    private static final Logger LOG = Logger.getLogger(Poller.class.getName());

    /** Told on the poller's thread that events came; must not block. */
    interface Listener {
        void ready(int events);
    }

    private final int epoll;
    private final int stop;
    private final Map<Long, Listener> listeners = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(STOP);
    private final Thread thread;

    private Poller(int epoll, int stop) {
        this.epoll = epoll;
        this.stop = stop;
        this.thread = Thread.ofPlatform().daemon().name("host-poller").unstarted(this::run);
    }

    /** @throws HostException when the system has no descriptors left */
    static Poller start() {
        int epoll = Native.require("epoll_create1", Libc.epollCreate());
        int stop = Native.require("eventfd", Libc.eventFd());
        Poller poller = new Poller(epoll, stop);
        Native.require("epoll_ctl", Libc.epollControl(epoll, Libc.EPOLL_CTL_ADD, stop, IN, STOP));
        poller.thread.start();
        return poller;
    }

    /**
     * Registers a descriptor without waking anybody yet. An id is never used twice, so that an event
     * of a closed descriptor cannot reach the one that got its number next.
     */
    long add(int fd, Listener listener) {
        long id = ids.incrementAndGet();
        listeners.put(id, listener);
        long result = Libc.epollControl(epoll, Libc.EPOLL_CTL_ADD, fd, ONE_SHOT, id);
        if (result < 0) {
            listeners.remove(id);
            throw HostException.refused("epoll_ctl", result);
        }
        return id;
    }

    /** Asks for one call of the listener when one of {@code events} holds, at once if it already does. */
    void arm(int fd, long id, int events) {
        Native.require("epoll_ctl", Libc.epollControl(epoll, Libc.EPOLL_CTL_MOD, fd, events | ONE_SHOT, id));
    }

    /** Before the descriptor is closed. */
    void remove(int fd, long id) {
        listeners.remove(id);
        Libc.epollControl(epoll, Libc.EPOLL_CTL_DEL, fd, 0, id);
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Native.ERRNO);
            MemorySegment events = arena.allocate(Platform.HERE.epollEventSize() * EVENTS, 8);
            while (true) {
                long count = Libc.epollWait(epoll, events, EVENTS, errno);
                if (count < 0 && count != -Errno.EINTR) {
                    throw HostException.refused("epoll_wait", count);
                }
                for (int i = 0; i < count; i++) {
                    if (!dispatch(events.asSlice(i * Platform.HERE.epollEventSize()))) {
                        return;
                    }
                }
            }
        } finally {
            Libc.close(epoll);
            Libc.close(stop);
        }
    }

    /** False when the event asks the thread to end. */
    private boolean dispatch(MemorySegment event) {
        long id = event.get(ValueLayout.JAVA_LONG_UNALIGNED, Platform.HERE.epollDataOffset());
        if (id == STOP) {
            return false;
        }
        Listener listener = listeners.get(id);
        if (listener != null) {
            try {
                listener.ready(event.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
            } catch (RuntimeException | Error e) {
                // One broken descriptor must not stop the output of every other session.
                LOG.log(Level.SEVERE, "host-poller: a listener failed", e);
            }
        }
        return true;
    }

    /** Ends the thread. Whoever still waits on a descriptor must be closed by its owner before. */
    @Override
    public void close() {
        NativeBuffer one = new NativeBuffer.Pool().borrow();
        one.bytes().set(ValueLayout.JAVA_LONG, 0, 1);
        Libc.write(stop, one, Long.BYTES);
    }
}
