package io.sallyport.agent.tunnel;

import java.io.InputStream;
import java.io.OutputStream;

/** One two-way stream of bytes to the engineer's client. */
public interface ByteTunnel {

    /** Blocking; ends when the other side has closed. For one thread. */
    InputStream input();

    /** Blocking. For one thread. */
    OutputStream output();

    /** Says that nothing more is written; what was written still arrives. Called once by the writer. */
    void finishOutput() throws java.io.IOException;

    /** Ends both directions at once and wakes whoever reads or writes. Any thread, any number of times, never blocks for long. */
    void close();
}
