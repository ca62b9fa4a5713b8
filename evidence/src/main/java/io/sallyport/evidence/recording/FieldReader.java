package io.sallyport.evidence.recording;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link FieldWriter} built; every other spelling is refused with {@link Malformed}. For one thread. */
final class FieldReader {
    private final byte[] source;
    private final int end;
    private int at;

    FieldReader(byte[] source, int offset, int end) {
        this.source = source;
        this.at = offset;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    int octet() {
        require(1);
        return source[at++] & 0xff;
    }

    /** 0 or 1. */
    boolean flag() {
        int value = octet();
        if (value > 1) {
            throw new Malformed("a flag is neither 0 nor 1");
        }
        return value == 1;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) {
                    throw new Malformed("a number has needless digits");
                }
                return value;
            }
        }
        throw new Malformed("a number is too large");
    }

    int number(int max) {
        long value = number();
        if (value > max) {
            throw new Malformed("a number is out of range");
        }
        return (int) value;
    }

    Bytes bytes(int count) {
        require(count);
        Bytes bytes = Bytes.of(source, at, count);
        at += count;
        return bytes;
    }

    Bytes rest() {
        return bytes(left());
    }

    String text(int max) {
        int length = number(max);
        require(length);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(source, at, length))
                    .toString();
            at += length;
            return text;
        } catch (CharacterCodingException refused) {
            throw new Malformed("a text is not UTF-8");
        }
    }

    /** The next {@code length} bytes as a reader of their own. */
    FieldReader part(int length) {
        require(length);
        FieldReader part = new FieldReader(source, at, at + length);
        at += length;
        return part;
    }

    void requireEnd() {
        if (at != end) {
            throw new Malformed("bytes are left over");
        }
    }

    private void require(int count) {
        if (count > left()) {
            throw new Malformed("a field goes beyond its end");
        }
    }
}
