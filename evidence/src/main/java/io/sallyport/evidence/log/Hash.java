package io.sallyport.evidence.log;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 value in the Merkle tree (RFC 6962 §2.1). Immutable, equal by content. */
public final class Hash {
    /** Bytes in a hash. */
    public static final int SIZE = 32;

    private final byte[] value;

    private Hash(byte[] value) {
        this.value = value;
    }

    /** The hash with these 32 bytes; copies. */
    public static Hash of(byte[] value) {
        if (value.length != SIZE) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + value.length);
        }
        return new Hash(value.clone());
    }

    /** The hash of a tree without entries. */
    public static Hash ofNothing() {
        return new Hash(sha256().digest());
    }

    /** The hash of an entry: SHA-256(0x00 || salt || event). */
    public static Hash ofLeaf(byte[] salt, byte[] event) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        digest.update(salt);
        return new Hash(digest.digest(event));
    }

    /** The hash of an inner node: SHA-256(0x01 || left || right). */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = sha256();
        digest.update((byte) 1);
        digest.update(left.value);
        return new Hash(digest.digest(right.value));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this Java runtime has no SHA-256", broken);
        }
    }

    /** A copy. */
    public byte[] toArray() {
        return value.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
