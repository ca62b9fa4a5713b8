package io.sallyport.agent.host;

import static io.sallyport.agent.host.Native.ERRNO;
import static io.sallyport.agent.host.Native.INT;
import static io.sallyport.agent.host.Native.LONG;
import static io.sallyport.agent.host.Native.result;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * System calls with types. Each returns what the call returns, or a negated {@link Errno}; none
 * throws for a refusal. None blocks, except {@link #epollWait}.
 */
final class Libc {
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0400;
    static final int O_NONBLOCK = 04000;
    static final int O_CLOEXEC = 02000000;
    static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int F_SETPIPE_SZ = 1031;
    static final long TCGETS = 0x5401;
    static final long TIOCSWINSZ = 0x5414;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;
    static final int WNOHANG = 1;

    private static final MethodHandle READ = Native.withErrno("read", LONG, INT, ADDRESS, LONG);
    private static final MethodHandle WRITE = Native.withErrno("write", LONG, INT, ADDRESS, LONG);
    private static final MethodHandle CLOSE = Native.withErrno("close", INT, INT);
    private static final MethodHandle PIPE2 = Native.withErrno("pipe2", INT, ADDRESS, INT);
    private static final MethodHandle FCNTL = Native.variadic("fcntl", 2, INT, INT, INT, INT);
    private static final MethodHandle IOCTL = Native.variadic("ioctl", 2, INT, INT, LONG, ADDRESS);
    private static final MethodHandle OPENPT = Native.withErrno("posix_openpt", INT, INT);
    private static final MethodHandle UNLOCKPT = Native.withErrno("unlockpt", INT, INT);
    private static final MethodHandle PTSNAME_R = Native.function("ptsname_r", INT, INT, ADDRESS, LONG);
    private static final MethodHandle EPOLL_CREATE1 = Native.withErrno("epoll_create1", INT, INT);
    private static final MethodHandle EPOLL_CTL = Native.withErrno("epoll_ctl", INT, INT, INT, INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT = Native.withErrno("epoll_wait", INT, INT, ADDRESS, INT,
            INT);
    private static final MethodHandle EVENTFD = Native.withErrno("eventfd", INT, INT, INT);
    private static final MethodHandle WAITPID = Native.withErrno("waitpid", INT, INT, ADDRESS, INT);
    private static final MethodHandle KILL = Native.withErrno("kill", INT, INT, INT);
    private static final MethodHandle GETEUID = Native.function("geteuid", INT);
    private static final MethodHandle SYSCALL4 = Native.variadic("syscall", 1, LONG, LONG, LONG, LONG, LONG,
            LONG);

    private Libc() {}

    /** Reads into the start of {@code buffer}; 0 is the end of the stream. */
    static long read(int fd, NativeBuffer buffer, int length) {
        try {
            return result((long) READ.invokeExact(buffer.errno(), fd, buffer.bytes(), (long) length),
                    buffer.errno());
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long write(int fd, NativeBuffer buffer, int length) {
        try {
            return result((long) WRITE.invokeExact(buffer.errno(), fd, buffer.bytes(), (long) length),
                    buffer.errno());
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long close(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((int) CLOSE.invokeExact(errno, fd), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    /** Close-on-exec, blocking; {@code ends} is filled with the reading and the writing end. */
    static long pipe(int[] ends) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            MemorySegment pair = arena.allocate(INT, 2);
            long result = result((int) PIPE2.invokeExact(errno, pair, O_CLOEXEC), errno);
            ends[0] = pair.getAtIndex(INT, 0);
            ends[1] = pair.getAtIndex(INT, 1);
            return result;
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long fcntl(int fd, int operation, int argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((int) FCNTL.invokeExact(errno, fd, operation, argument), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long ioctl(int fd, long request, MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((int) IOCTL.invokeExact(errno, fd, request, argument), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    /** A new pty master: close-on-exec, never the agent's own controlling terminal, unlocked. */
    static long openMaster() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            long fd = result((int) OPENPT.invokeExact(errno, O_RDWR | O_NOCTTY | O_CLOEXEC), errno);
            if (fd < 0) {
                return fd;
            }
            long unlocked = result((int) UNLOCKPT.invokeExact(errno, (int) fd), errno);
            if (unlocked < 0) {
                close((int) fd);
                return unlocked;
            }
            return fd;
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static String slaveName(int master) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(128);
            Native.require("ptsname_r", -(long) (int) PTSNAME_R.invokeExact(master, name, name.byteSize()));
            return name.getString(0);
        } catch (HostException e) {
            throw e;
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long epollCreate() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((int) EPOLL_CREATE1.invokeExact(errno, O_CLOEXEC), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long epollControl(int epoll, int operation, int fd, int events, long data) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            MemorySegment event = arena.allocate(Platform.HERE.epollEventSize(), 8);
            event.set(INT, 0, events);
            event.set(LONG.withByteAlignment(4), Platform.HERE.epollDataOffset(), data);
            return result((int) EPOLL_CTL.invokeExact(errno, epoll, operation, fd, event), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    /** Blocks until something happens; only the poller's own platform thread may call it. */
    static long epollWait(int epoll, MemorySegment events, int most, MemorySegment errno) {
        try {
            return result((int) EPOLL_WAIT.invokeExact(errno, epoll, events, most, -1), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long eventFd() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((int) EVENTFD.invokeExact(errno, 0, O_CLOEXEC | O_NONBLOCK), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    /** Never waits: 0 while the child runs; else the pid, and its wait status in {@code status[0]}. */
    static long waitPid(int pid, int[] status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            MemorySegment word = arena.allocate(INT);
            long result = result((int) WAITPID.invokeExact(errno, pid, word, WNOHANG), errno);
            status[0] = word.get(INT, 0);
            return result;
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    static long kill(int pid, int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((int) KILL.invokeExact(errno, pid, signal), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    /** A descriptor for exactly this process, whatever its pid is used for later; close-on-exec. */
    static long pidfdOpen(int pid) {
        return syscall(Platform.HERE.pidfdOpen(), pid, 0, 0, 0);
    }

    static long pidfdSendSignal(int pidfd, int signal) {
        return syscall(Platform.HERE.pidfdSendSignal(), pidfd, signal, 0, 0);
    }

    static long effectiveUid() {
        try {
            return Integer.toUnsignedLong((int) GETEUID.invokeExact());
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }

    private static long syscall(long number, long a, long b, long c, long d) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(ERRNO);
            return result((long) SYSCALL4.invokeExact(errno, number, a, b, c, d), errno);
        } catch (Throwable e) {
            throw Native.impossible(e);
        }
    }
}
