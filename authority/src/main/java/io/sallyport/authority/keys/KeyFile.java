package io.sallyport.authority.keys;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.Limits;
import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sealed key file (docs/formats/authority-keys.md): both private keys under AES-256-GCM with a key derived from the
 * passphrase, and everything else in the clear but authenticated. Immutable; safe for many threads.
 */
public final class KeyFile {
    private static final String FORMAT = "sallyport-authority-keys/1";
    private static final Set<String> FIELDS = Set.of("format", "kdf", "memoryKiB", "passes", "lanes", "salt",
            "cipher",
            "nonce", "demo", "userCa", "hostCa", "sealed");
    private static final String KDF = "argon2id";
    private static final String CIPHER = "aes-256-gcm";
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Header header;
    private final byte[] sealed;

    private KeyFile(Header header, byte[] sealed) {
        this.header = header;
        this.sealed = sealed;
    }

    /** What stands in the clear. */
    @SuppressWarnings("ArrayRecordComponent") // Internal; nobody compares two headers.
    private record Header(KeyDerivation derivation, byte[] salt, byte[] nonce, boolean demo,
            SshPublicKey userCa,
            SshPublicKey hostCa) {

        JsonBuilder json() {
            return Json.object().put("format", FORMAT).put("kdf", KDF)
                    .put("memoryKiB", derivation.memoryKiB())
                    .put("passes", derivation.passes()).put("lanes", derivation.lanes())
                    .put("salt", base64(salt)).put("cipher", CIPHER).put("nonce", base64(nonce))
                    .put("demo", demo)
                    .put("userCa", userCa.line()).put("hostCa", hostCa.line());
        }
    }

    /** Seals the keys. */
    public static KeyFile seal(CaKeys keys, Secret passphrase, SecureRandom random) {
        return seal(keys, passphrase, KeyDerivation.STANDARD, random);
    }

    static KeyFile seal(CaKeys keys, Secret passphrase, KeyDerivation derivation, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        Header header = new Header(derivation, salt, nonce, keys.demo(), keys.user().publicKey(),
                keys.host().publicKey());
        byte[] seeds = Arrays.copyOf(keys.user().seed(), 2 * Ed25519Key.SEED_BYTES);
        System.arraycopy(keys.host().seed(), 0, seeds, Ed25519Key.SEED_BYTES, Ed25519Key.SEED_BYTES);
        try {
            return new KeyFile(header, crypt(Cipher.ENCRYPT_MODE, header, passphrase, seeds));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-GCM", e);
        } finally {
            Arrays.fill(seeds, (byte) 0);
        }
    }

    /** The keys, or empty when the passphrase is wrong or the file was changed: the two cannot be told apart. */
    public Optional<CaKeys> unseal(Secret passphrase) {
        byte[] seeds;
        try {
            seeds = crypt(Cipher.DECRYPT_MODE, header, passphrase, sealed);
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot do AES-GCM", e);
        }
        try {
            return keys(seeds);
        } finally {
            Arrays.fill(seeds, (byte) 0);
        }
    }

    private Optional<CaKeys> keys(byte[] seeds) {
        if (seeds.length != 2 * Ed25519Key.SEED_BYTES) {
            return Optional.empty();
        }
        Ed25519Key user = Ed25519Key.ofSeed(Arrays.copyOf(seeds, Ed25519Key.SEED_BYTES));
        Ed25519Key host = Ed25519Key.ofSeed(Arrays.copyOfRange(seeds, Ed25519Key.SEED_BYTES, seeds.length));
        boolean agree = user.publicKey().equals(header.userCa) && host.publicKey().equals(header.hostCa);
        return agree ? Optional.of(new CaKeys(user, host, header.demo)) : Optional.empty();
    }

    private static byte[] crypt(int direction, Header header, Secret passphrase, byte[] content)
            throws GeneralSecurityException {
        byte[] key = header.derivation.derive(passphrase, header.salt);
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(direction, new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, header.nonce));
            cipher.updateAAD(header.json().canonical());
            return cipher.doFinal(content);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** Made for a demonstration. Believed only after unsealing. */
    public boolean demo() {
        return header.demo;
    }

    /** Writes the file with mode 0600, whole or not at all. */
    public void write(Path file) throws IOException {
        OwnFiles.write(file, header.json().put("sealed", base64(sealed)).canonical());
    }

    /** @throws IOException unreadable, open to others, or not of this format */
    public static KeyFile read(Path file) throws IOException {
        byte[] content = OwnFiles.readSecret(file, Limits.KEY_FILE_BYTES);
        try {
            return parse(JsonParser.parseObject(content, Limits.KEY_FILE_BYTES, Limits.JSON_DEPTH));
        } catch (JsonFormatException | SshFormatException | IllegalArgumentException e) {
            throw new IOException(file + " is not a key file of format " + FORMAT + ": " + e.getMessage(), e);
        }
    }

    private static KeyFile parse(Json.Obj in) throws SshFormatException {
        in.onlyFields(FIELDS);
        if (!in.string("format").equals(FORMAT) || !in.string("kdf").equals(KDF)
                || !in.string("cipher").equals(CIPHER)) {
            throw new IllegalArgumentException("another format, derivation or cipher");
        }
        KeyDerivation derivation = new KeyDerivation(
                Math.toIntExact(Math.clamp(in.number("memoryKiB"), 0, 1 << 30)),
                Math.clamp(in.number("passes"), 0, 1000), Math.clamp(in.number("lanes"), 0, 1000));
        byte[] salt = Base64.getDecoder().decode(in.string("salt"));
        byte[] nonce = Base64.getDecoder().decode(in.string("nonce"));
        if (salt.length != SALT_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("salt or nonce of another length");
        }
        Header header = new Header(derivation, salt, nonce, in.bool("demo"),
                SshPublicKey.parseLine(in.string("userCa")),
                SshPublicKey.parseLine(in.string("hostCa")));
        return new KeyFile(header, Base64.getDecoder().decode(in.string("sealed")));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
