package io.sallyport.agent.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * What a process writes. One thread reads; any thread may close, which wakes the reader with an
 * {@link IOException}. A reading virtual thread parks and holds no carrier. Interrupting it throws
 * {@link java.io.InterruptedIOException} and loses no byte.
 */
public final class FdInput extends InputStream {
    private final Fd fd;

    FdInput(Fd fd) {
        this.fd = fd;
    }

    /**
     * Waits for bytes and reads what is there, at most 64 KiB per call.
     *
     * @return how many, or -1 at the end: the last writer has gone (on a terminal: it hung up)
     */
    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        int count = fd.read(to, offset, length);
        return count == 0 ? -1 : count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** The process that goes on writing gets SIGPIPE (a pipe) or SIGHUP (a terminal). */
    @Override
    public void close() {
        fd.close();
    }
}
