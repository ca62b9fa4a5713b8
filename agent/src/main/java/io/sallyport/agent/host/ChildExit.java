package io.sallyport.agent.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for one child and reaps it. The kernel tells its end through a pidfd in the epoll set, so
 * that no thread sits in {@code waitpid}, and nobody has to ask for the exit for it to be reaped.
 */
final class ChildExit {
    private final int pid;
    private final int pidfd;
    private final Poller poller;
    private final long id;
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();

    private ChildExit(int pid, int pidfd, Poller poller) {
        this.pid = pid;
        this.pidfd = pidfd;
        this.poller = poller;
        this.id = poller.add(pidfd, _ -> reap());
    }

    /** @param pid a child that nobody else waits for */
    static ChildExit watch(int pid, Poller poller) {
        try {
            ChildExit child = new ChildExit(pid, Native.require("pidfd_open", Libc.pidfdOpen(pid)), poller);
            poller.arm(child.pidfd, child.id, Poller.IN);
            return child;
        } catch (HostException e) {
            // Nobody would learn of its end, so it must not run.
            Libc.kill(-pid, SignalNames.KILL);
            throw e;
        }
    }

    int pid() {
        return pid;
    }

    Exit await() throws InterruptedException {
        try {
            return exit.get();
        } catch (ExecutionException e) {
            throw new HostException("the exit of a process is lost", e);
        }
    }

    Optional<Exit> await(Duration most) throws InterruptedException {
        try {
            return Optional.of(exit.get(most.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new HostException("the exit of a process is lost", e);
        }
    }

    Optional<Exit> now() {
        return exit.isDone() && !exit.isCompletedExceptionally()
                ? Optional.of(exit.join())
                : Optional.empty();
    }

    /** Under the same lock as reaping: until then the pid cannot belong to anybody else. */
    synchronized boolean signalGroup(int signal) {
        return !exit.isDone() && Libc.kill(-pid, signal) >= 0;
    }

    /** On the poller's thread; the child has ended, so this does not wait. */
    private synchronized void reap() {
        int[] status = new int[1];
        long result = Libc.waitPid(pid, status);
        if (result == 0 || result == -Errno.EINTR) {
            poller.arm(pidfd, id, Poller.IN);
            return;
        }
        poller.remove(pidfd, id);
        Libc.close(pidfd);
        if (result < 0) {
            exit.completeExceptionally(HostException.refused("waitpid", result));
        } else {
            exit.complete(Exit.ofWaitStatus(status[0]));
        }
    }
}
