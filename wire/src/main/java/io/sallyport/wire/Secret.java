package io.sallyport.wire;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes that must not be seen: prints as {@code (secret)}, compares in constant time, can be wiped. Owned by one thread
 * at a time while it is wiped.
 */
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}; wipe the original. */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /** The content, a copy; wipe it after use. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Overwrites the content with zeros. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
