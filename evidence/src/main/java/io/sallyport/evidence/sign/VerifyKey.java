package io.sallyport.evidence.sign;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** An Ed25519 public key (RFC 8032), known by its 32 raw bytes. Safe for many threads. */
public final class VerifyKey {
    /** What stands before the 32 raw bytes in a SubjectPublicKeyInfo (RFC 8410 §4). */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] raw;
    private final PublicKey key;

    private VerifyKey(byte[] raw, PublicKey key) {
        this.raw = raw;
        this.key = key;
    }

    static VerifyKey of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new VerifyKey(Arrays.copyOfRange(encoded, SPKI_PREFIX.length, encoded.length), key);
    }

    /** The key with these 32 bytes; empty when they are no point of the curve. */
    public static Optional<VerifyKey> ofRaw(byte[] raw) {
        if (raw.length != 32) {
            return Optional.empty();
        }
        byte[] encoded = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + 32);
        System.arraycopy(raw, 0, encoded, SPKI_PREFIX.length, 32);
        try {
            return Optional.of(
                    new VerifyKey(raw.clone(), factory().generatePublic(new X509EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException refused) {
            return Optional.empty();
        }
    }

    /** The key written as 64 hexadecimal digits. */
    public static Optional<VerifyKey> ofHex(String hex) {
        return hex.matches("[0-9a-fA-F]{64}") ? ofRaw(HexFormat.of().parseHex(hex)) : Optional.empty();
    }

    /** True if and only if {@code signature} is this key's signature over {@code message}. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException broken) {
            throw new IllegalStateException("this Java runtime has no Ed25519", broken);
        }
    }

    /** The 32 raw bytes; a copy. */
    public byte[] raw() {
        return raw.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(raw);
    }

    static KeyFactory factory() {
        try {
            return KeyFactory.getInstance("Ed25519");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this Java runtime has no Ed25519", broken);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyKey that && Arrays.equals(raw, that.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    @Override
    public String toString() {
        return hex();
    }
}
