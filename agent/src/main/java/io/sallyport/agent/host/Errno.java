package io.sallyport.agent.host;

/** Error numbers of Linux that are told apart here; the same on every architecture we run on. */
final class Errno {
    static final int EPERM = 1;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EPIPE = 32;
    static final int ENOSYS = 38;

    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM (not permitted)";
            case 2 -> "ENOENT (no such file)";
            case ESRCH -> "ESRCH (no such process)";
            case 12 -> "ENOMEM (out of memory)";
            case 13 -> "EACCES (permission denied)";
            case 23 -> "ENFILE (the system has too many open files)";
            case 24 -> "EMFILE (the agent has too many open files)";
            case ENOSYS -> "ENOSYS (this kernel is too old)";
            default -> "errno " + errno;
        };
    }
}
