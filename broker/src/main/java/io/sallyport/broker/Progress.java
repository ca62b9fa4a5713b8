package io.sallyport.broker;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** Says on a terminal how far long work is: one line that is written over, and is gone at the end. Short work says nothing. */
final class Progress {
    private static final long FIRST = 1_000_000_000L;
    private static final long AGAIN = 200_000_000L;

    private final PrintWriter terminal;
    private final boolean shown;
    private final LongSupplier nanos;
    private final long total;
    private long next;
    private long done;
    private boolean written;

    /** @param shown whether {@code terminal} is one */
    Progress(PrintWriter terminal, boolean shown, LongSupplier nanos, long total) {
        this.terminal = terminal;
        this.shown = shown;
        this.nanos = nanos;
        this.total = total;
        this.next = nanos.getAsLong() + FIRST;
    }

    /** One more is done. */
    void step() {
        done++;
        if (shown && nanos.getAsLong() - next >= 0) {
            terminal.print("\r" + done + " of " + total + " requests");
            terminal.flush();
            next = nanos.getAsLong() + AGAIN;
            written = true;
        }
    }

    /** Takes the line away. */
    void clear() {
        if (written) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }
}
