package io.sallyport.broker.commands;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * The engineer's end of one command: three streams and what is known of their terminal. Used by the command's thread; only
 * {@link #leave()} comes from elsewhere. Nobody interrupts that thread, because it may be writing the journal.
 */
public final class Screen {
    /** Columns assumed when there is no terminal. */
    public static final int COLUMNS = 100;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final boolean terminal;
    private final int columns;
    private final CountDownLatch left = new CountDownLatch(1);

    /**
     * The streams stay the caller's to close.
     *
     * @param terminal a person looks at it; lines end as a raw terminal wants them
     * @param columns 0: not known
     */
    public Screen(InputStream in, OutputStream out, OutputStream err, boolean terminal, int columns) {
        this.in = in;
        this.out = terminal ? new RawTerminalLines(out) : out;
        this.err = terminal ? new RawTerminalLines(err) : err;
        this.terminal = terminal;
        this.columns = columns < 20 || columns > 1000 ? COLUMNS : columns;
    }

    public InputStream in() {
        return in;
    }

    /** Not buffered. */
    public OutputStream out() {
        return out;
    }

    /** Not buffered. */
    public OutputStream err() {
        return err;
    }

    public boolean terminal() {
        return terminal;
    }

    public int columns() {
        return columns;
    }

    /** The engineer went away: whatever waits for them should stop. Safe for many threads. */
    public void leave() {
        left.countDown();
    }

    /** Completes when the engineer went away. */
    CountDownLatch left() {
        return left;
    }
}
