package io.sallyport.agent.host;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * What a process reads. One thread writes; any thread may close. A writing virtual thread parks
 * while the process does not read: this is the back-pressure.
 */
public final class FdOutput extends OutputStream {
    private final Fd fd;
    private final boolean sharedWithInput;
    private volatile boolean closed;

    /** @param sharedWithInput a terminal: both directions are one descriptor */
    FdOutput(Fd fd, boolean sharedWithInput) {
        this.fd = fd;
        this.sharedWithInput = sharedWithInput;
    }

    /** Returns after every byte was handed to the kernel. @throws IOException the process has closed its input */
    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int done = 0;
        while (done < length) {
            if (closed) {
                throw new IOException("the input of the process is closed");
            }
            done += fd.write(from, offset + done, length - done);
        }
    }

    /**
     * Writes as much as the process has room for now, without waiting.
     *
     * @return how many bytes; 0 when there is no room
     * @throws IOException the process has closed its input
     */
    public int tryWrite(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        if (closed) {
            throw new IOException("the input of the process is closed");
        }
        return fd.tryWrite(from, offset, length);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    /**
     * Half-close: the process reads end of file after what was written. A terminal has no half-close;
     * there it only forbids further writes, and the end-of-file character is the caller's to send.
     */
    @Override
    public void close() {
        closed = true;
        if (!sharedWithInput) {
            fd.close();
        }
    }
}
