package io.sallyport.wire.cert;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 private key (RFC 8032), by the lightweight functions of Bouncy Castle: no provider to register, and
 * signing costs well under a millisecond. Immutable; safe for many threads. Says nothing about itself in {@link #toString}.
 */
public final class Ed25519Key {
    /** Bytes of a seed, the private half. */
    public static final int SEED_BYTES = 32;

    private final byte[] seed;
    private final byte[] publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];

    private Ed25519Key(byte[] seed) {
        this.seed = seed;
        Ed25519.generatePublicKey(seed, 0, publicBytes, 0);
    }

    /** A new key. */
    public static Ed25519Key generate(SecureRandom random) {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        return new Ed25519Key(seed);
    }

    /** The key of a seed, which is copied. @throws IllegalArgumentException not {@link #SEED_BYTES} long */
    public static Ed25519Key ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed of " + seed.length + " bytes");
        }
        return new Ed25519Key(seed.clone());
    }

    /** The public half. */
    public SshPublicKey publicKey() {
        byte[] blob = new SshWriter().string(KeyType.ED25519.plain).string(publicBytes).bytes();
        return new SshPublicKey(KeyType.ED25519, blob);
    }

    /** The signature of RFC 8032, 64 bytes. */
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicBytes, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The private half, a copy: only for whoever seals or stores the key; wipe it after use. */
    public byte[] seed() {
        return seed.clone();
    }

    /** Whether {@code signature} is one of {@code key} (ssh-ed25519) over the message. Never throws for wrong bytes. */
    public static boolean verify(SshPublicKey key, byte[] message, byte[] signature) {
        return key.kind() == KeyType.ED25519 && signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, key.ed25519(), 0, message, 0, message.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519Key key && Arrays.equals(publicBytes, key.publicBytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicBytes);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
