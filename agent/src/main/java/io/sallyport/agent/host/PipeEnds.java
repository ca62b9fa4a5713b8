package io.sallyport.agent.host;

import java.util.Arrays;

/** Three pipes to a child. Ends that were not taken are closed with this. One thread's. */
final class PipeEnds implements AutoCloseable {
    /** The kernel's default upper bound; fewer and larger reads. Refusal is harmless. */
    private static final int PIPE_BYTES = 1 << 20;
    private static final int FIRST_FREE = 3;
    private static final int NONE = -1;

    /** Reading and writing end of input, output, error. */
    private final int[] ends = new int[6];

    private PipeEnds() {
        Arrays.fill(ends, NONE);
    }

    static PipeEnds open() {
        PipeEnds pipes = new PipeEnds();
        try {
            for (int i = 0; i < pipes.ends.length; i += 2) {
                pipes.openPair(i);
            }
            Libc.fcntl(pipes.ends[1], Libc.F_SETPIPE_SZ, PIPE_BYTES);
            Libc.fcntl(pipes.ends[2], Libc.F_SETPIPE_SZ, PIPE_BYTES);
            return pipes;
        } catch (HostException e) {
            pipes.close();
            throw e;
        }
    }

    private void openPair(int at) {
        int[] pair = new int[2];
        Native.require("pipe2", Libc.pipe(pair));
        ends[at] = pair[0];
        ends[at + 1] = pair[1];
        lift(at);
        lift(at + 1);
    }

    /** Below 3 only if the agent was started with a closed stream; there dup2 in the child would overwrite it. */
    private void lift(int at) {
        if (ends[at] < FIRST_FREE) {
            int low = ends[at];
            ends[at] = Native.require("fcntl", Libc.fcntl(low, Libc.F_DUPFD_CLOEXEC, FIRST_FREE));
            Libc.close(low);
        }
    }

    int childInput() {
        return ends[0];
    }

    int childOutput() {
        return ends[3];
    }

    int childError() {
        return ends[5];
    }

    int takeInput() {
        return take(1);
    }

    int takeOutput() {
        return take(2);
    }

    int takeError() {
        return take(4);
    }

    private int take(int at) {
        int fd = ends[at];
        ends[at] = NONE;
        return fd;
    }

    @Override
    public void close() {
        for (int i = 0; i < ends.length; i++) {
            int fd = take(i);
            if (fd != NONE) {
                Libc.close(fd);
            }
        }
    }
}
