package io.sallyport.broker.commands;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Ends lines with CR LF: the client's terminal is in raw mode, where LF alone only moves down. One thread at a time. */
final class RawTerminalLines extends FilterOutputStream {
    private int last;

    RawTerminalLines(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[]{(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteArrayOutputStream translated = new ByteArrayOutputStream(length + 16);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' && last != '\r') {
                translated.write('\r');
            }
            translated.write(bytes[i]);
            last = bytes[i];
        }
        out.write(translated.toByteArray());
    }
}
