package io.sallyport.agent.host;

/**
 * The numbers that are not the same on every architecture, in one table. Everything else in
 * {@link Libc} is common to x86-64 and aarch64 Linux (asm-generic).
 *
 * @param epollEventSize size of {@code struct epoll_event}: packed on x86-64 only
 * @param epollDataOffset where its 64 bit user data starts
 * @param pidfdOpen system call number
 * @param pidfdSendSignal system call number
 */
record Platform(long epollEventSize, long epollDataOffset, long pidfdOpen, long pidfdSendSignal) {
    /** The table's row for the machine that runs this program. */
    static final Platform HERE = of(System.getProperty("os.arch", ""));

    static Platform of(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> new Platform(12, 4, 434, 424);
            case "aarch64" -> new Platform(16, 8, 434, 424);
            default -> throw new HostException("Linux on x86-64 or aarch64 is needed");
        };
    }
}
