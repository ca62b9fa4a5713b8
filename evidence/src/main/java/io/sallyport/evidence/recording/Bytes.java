package io.sallyport.evidence.recording;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable piece of bytes, equal by content. Copies on the way in and on the way out. Safe for many threads. */
public final class Bytes {
    private static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** No bytes. */
    public static Bytes none() {
        return NONE;
    }

    /** A copy of the whole array. */
    public static Bytes of(byte[] source) {
        return of(source, 0, source.length);
    }

    /** A copy of {@code length} bytes from {@code offset} on. */
    public static Bytes of(byte[] source, int offset, int length) {
        return length == 0
                ? NONE
                : new Bytes(Arrays.copyOfRange(source, offset, Math.addExact(offset, length)));
    }

    /** The UTF-8 bytes of a text. */
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the array without a copy: the caller must never touch it again. */
    static Bytes owned(byte[] source) {
        return new Bytes(source);
    }

    public int length() {
        return content.length;
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** A read-only view, without a copy. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** The bytes from {@code offset} on, {@code length} of them. */
    public Bytes slice(int offset, int length) {
        return offset == 0 && length == content.length ? this : of(content, offset, length);
    }

    void updateInto(MessageDigest digest) {
        digest.update(content);
    }

    /** Lower-case hexadecimal. */
    public String hex() {
        return HexFormat.of().formatHex(content);
    }

    /** The content read as UTF-8; ill-formed bytes become U+FFFD. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The length only: the content may be hostile. */
    @Override
    public String toString() {
        return "Bytes[" + content.length + "]";
    }
}
