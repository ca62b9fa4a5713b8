package io.sallyport.wire.cert;

import io.sallyport.wire.Limits;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A plain SSH public key, never a certificate, whose fields were checked: the point lies on its curve, the integers
 * are in shortest form, nothing trails. Equal when the bytes are. Immutable.
 */
public final class SshPublicKey {
    private final KeyType type;
    private final byte[] blob;

    SshPublicKey(KeyType type, byte[] blob) {
        this.type = type;
        this.blob = blob;
    }

    /** From the wire form (RFC 4253 §6.6). @throws SshFormatException not a key, or of a type not known here */
    public static SshPublicKey of(byte[] blob) throws SshFormatException {
        if (blob.length > Limits.PUBLIC_KEY_BYTES) {
            throw new SshFormatException("a key of more than " + Limits.PUBLIC_KEY_BYTES + " bytes");
        }
        SshReader in = new SshReader(blob);
        SshPublicKey key = KeyType.ofPlain(in.text()).read(in);
        in.requireEnd("the key");
        return key;
    }

    /**
     * From one line {@code type base64 [comment]}, as in a {@code .pub} file. Options before the type, as in an
     * authorized_keys file, are refused.
     */
    public static SshPublicKey parseLine(String line) throws SshFormatException {
        String[] words = line.strip().split("[ \t]+", 3);
        if (words.length < 2 || line.length() > 2 * Limits.PUBLIC_KEY_BYTES || line.strip().contains("\n")) {
            throw new SshFormatException("not one line of the form: type base64 [comment]");
        }
        SshPublicKey key = of(base64(words[1]));
        if (!key.type().equals(words[0])) {
            throw new SshFormatException("the line names another key type than its key has");
        }
        return key;
    }

    static byte[] base64(String text) throws SshFormatException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SshFormatException("not base64");
        }
    }

    /** Such as {@code ssh-ed25519}. */
    public String type() {
        return type.plain;
    }

    KeyType kind() {
        return type;
    }

    /** The wire form, a copy. */
    public byte[] bytes() {
        return blob.clone();
    }

    /** {@code SHA256:} and the unpadded base64 of the hash, as every OpenSSH program prints it. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** {@code type base64}, without comment and line end. */
    public String line() {
        return type() + " " + Base64.getEncoder().encodeToString(blob);
    }

    /** {@code type base64 comment}. The comment must be plain text of one line. */
    public String line(String comment) {
        return comment.isEmpty() ? line() : line() + " " + comment;
    }

    /**
     * Why people may not use this key, as a sentence for them; empty when they may. Admitted are ssh-ed25519,
     * sk-ssh-ed25519@openssh.com, ecdsa-sha2-nistp256 and -384, and RSA from {@link Limits#RSA_BITS} bits.
     */
    public Optional<String> refusalForPeople() {
        return type.refusalForPeople(blob);
    }

    static int modulusBits(byte[] rsaBlob) {
        try {
            SshReader in = new SshReader(rsaBlob);
            in.string();
            in.string();
            return new BigInteger(in.string()).bitLength();
        } catch (SshFormatException e) {
            throw new IllegalStateException("a checked key must be readable", e);
        }
    }

    /** The 32 bytes of an Ed25519 key. */
    byte[] ed25519() {
        if (type != KeyType.ED25519) {
            throw new IllegalStateException("not an Ed25519 key");
        }
        return Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshPublicKey key && Arrays.equals(blob, key.blob);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(blob);
    }

    /** Type and fingerprint. */
    @Override
    public String toString() {
        return type() + " " + fingerprint();
    }
}
