package io.sallyport.authority.keys;

import io.sallyport.wire.Secret;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a passphrase becomes a key: Argon2id version 1.3 (RFC 9106). The bounds keep a strange file from taking all memory,
 * or next to none.
 */
record KeyDerivation(int memoryKiB, int passes, int lanes) {
    /** RFC 9106 §4, second recommended option, with one lane: 64 MiB, three passes. */
    static final KeyDerivation STANDARD = new KeyDerivation(64 * 1024, 3, 1);
    static final int KEY_BYTES = 32;
    private static final int LEAST_KIB = 8 * 1024;
    private static final int MOST_KIB = 128 * 1024;

    KeyDerivation {
        if (memoryKiB < LEAST_KIB || memoryKiB > MOST_KIB || passes < 1 || passes > 10 || lanes < 1
                || lanes > 4) {
            throw new IllegalArgumentException("parameters of Argon2id out of bounds");
        }
    }

    /** The key; wipe it after use. Takes {@code memoryKiB} of memory and some tenths of a second. */
    byte[] derive(Secret passphrase, byte[] salt) {
        var parameters = new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(memoryKiB)
                .withIterations(passes)
                .withParallelism(lanes).withSalt(salt).build();
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] key = new byte[KEY_BYTES];
        byte[] secret = passphrase.bytes();
        generator.generateBytes(secret, key);
        Arrays.fill(secret, (byte) 0);
        return key;
    }
}
