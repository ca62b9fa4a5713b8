package io.sallyport.evidence.recording;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds fields one after the other: bytes, LEB128 numbers, length-prefixed texts. For one thread. */
final class FieldWriter {
    private byte[] buffer;
    private int length;

    FieldWriter(int capacity) {
        buffer = new byte[capacity];
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    byte[] buffer() {
        return buffer;
    }

    byte[] toArray() {
        return Arrays.copyOf(buffer, length);
    }

    FieldWriter octet(int value) {
        room(1);
        buffer[length++] = (byte) value;
        return this;
    }

    /** Unsigned LEB128; never negative. */
    FieldWriter number(long value) {
        room(9);
        long rest = value;
        while (rest >= 0x80) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
        return this;
    }

    FieldWriter raw(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, buffer, length, count);
        length += count;
        return this;
    }

    FieldWriter raw(Bytes source) {
        room(source.length());
        source.asBuffer().get(buffer, length, source.length());
        length += source.length();
        return this;
    }

    FieldWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8, 0, utf8.length);
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
