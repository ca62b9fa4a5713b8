package io.sallyport.wire.cert;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads the data types of RFC 4251 §5, strictly: one value has one encoding. One thread. */
final class SshReader {
    private final ByteBuffer in;

    SshReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    int position() {
        return in.position();
    }

    boolean atEnd() {
        return !in.hasRemaining();
    }

    void requireEnd(String what) throws SshFormatException {
        if (in.hasRemaining()) {
            throw new SshFormatException("bytes after the end of " + what);
        }
    }

    int u32() throws SshFormatException {
        need(Integer.BYTES);
        return in.getInt();
    }

    long u64() throws SshFormatException {
        need(Long.BYTES);
        return in.getLong();
    }

    byte[] string() throws SshFormatException {
        int length = u32();
        need(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    String text() throws SshFormatException {
        return text(string());
    }

    static String text(byte[] bytes) throws SshFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new SshFormatException("text that is not UTF-8");
        }
    }

    /** A positive integer in the shortest form, as RFC 4251 demands. */
    BigInteger positive() throws SshFormatException {
        byte[] bytes = string();
        boolean shortest = bytes.length > 0 && (bytes[0] != 0 || (bytes.length > 1 && bytes[1] < 0));
        if (!shortest || bytes[0] < 0) {
            throw new SshFormatException("an integer that is not positive or not in shortest form");
        }
        return new BigInteger(bytes);
    }

    private void need(int length) throws SshFormatException {
        if (length < 0 || length > in.remaining()) {
            throw new SshFormatException("a field is longer than what is left");
        }
    }
}
