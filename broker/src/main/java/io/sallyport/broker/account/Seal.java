package io.sallyport.broker.account;

import io.sallyport.wire.Secret;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts with AES-256-GCM under one key, bound to what the bytes are for: what was sealed for one account opens for no other.
 * Nonces are random; one key seals far fewer than the 2^32 messages that NIST SP 800-38D §8.3 allows. Safe for many threads.
 */
final class Seal {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final Secret key;
    private final SecureRandom random;

    Seal(Secret key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /**
     * With the key in {@code file} (64 hex digits, mode 0600), made when {@code mayMake}.
     *
     * @throws IOException it is missing, open to others or no key
     */
    static Seal withKeyIn(Path file, boolean mayMake, SecureRandom random) throws IOException {
        if (Files.notExists(file)) {
            if (!mayMake) {
                throw new IOException(file
                        + " is missing: without it nothing in the folder of accounts can be"
                        + " read. Put it back from your backup, or remove the folder and enrol everybody anew");
            }
            byte[] fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            OwnFiles.write(file,
                    (HexFormat.of().formatHex(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
            Arrays.fill(fresh, (byte) 0);
        }
        String text = new String(OwnFiles.readSecret(file, 1024), StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(file + " is not a key of 64 hex digits");
        }
        return new Seal(Secret.of(HexFormat.of().parseHex(text)), random);
    }

    /** Nonce and ciphertext with tag. */
    byte[] seal(byte[] plain, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing", e);
        }
    }

    /** @throws AEADBadTagException changed, cut, of another key or for another purpose */
    byte[] open(byte[] sealed, String purpose) throws AEADBadTagException {
        if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
            throw new AEADBadTagException("too short");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), purpose)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is missing", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        byte[] bytes = key.bytes();
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
            return cipher;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
