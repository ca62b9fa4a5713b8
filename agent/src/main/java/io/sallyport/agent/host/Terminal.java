package io.sallyport.agent.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The terminal of a process, seen from the master's side. Safe for many threads. */
public final class Terminal {
    /** {@code c_lflag} in Linux's {@code struct termios}: the fourth 32 bit word. */
    private static final long LOCAL_FLAGS = 12;
    private static final int TERMIOS_SIZE = 64;
    private static final int ICANON = 02;
    private static final int ECHO = 010;

    private final Fd master;
    private final String name;

    Terminal(Fd master, String name) {
        this.master = master;
        this.name = name;
    }

    /** Path of the slave, such as {@code /dev/pts/7}. */
    public String name() {
        return name;
    }

    /** Sets the size; processes in the foreground get SIGWINCH. @throws IOException it is closed */
    public void resize(PtySize size) throws IOException {
        Native.require("TIOCSWINSZ", master.with(fd -> setSize(fd, size)));
    }

    /**
     * True while the terminal takes whole lines without showing them, as at a password prompt. Echo
     * alone would be wrong: a shell's line editor has it off all the time. Prompts in raw mode are not
     * seen.
     *
     * @throws IOException the terminal is closed
     */
    public boolean hidesInput() throws IOException {
        return master.with(fd -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment termios = arena.allocate(TERMIOS_SIZE, 8);
                Native.require("TCGETS", Libc.ioctl(fd, Libc.TCGETS, termios));
                int flags = termios.get(ValueLayout.JAVA_INT, LOCAL_FLAGS);
                return (flags & ICANON) != 0 && (flags & ECHO) == 0;
            }
        });
    }

    /** Returns the call's result: 0, or a negated errno. */
    static long setSize(int master, PtySize size) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment winsize = arena.allocate(8, 8);
            winsize.set(ValueLayout.JAVA_SHORT, 0, (short) size.rows());
            winsize.set(ValueLayout.JAVA_SHORT, 2, (short) size.columns());
            winsize.set(ValueLayout.JAVA_SHORT, 4, (short) size.widthPixels());
            winsize.set(ValueLayout.JAVA_SHORT, 6, (short) size.heightPixels());
            return Libc.ioctl(master, Libc.TIOCSWINSZ, winsize);
        }
    }
}
