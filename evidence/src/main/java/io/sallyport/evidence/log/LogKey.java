package io.sallyport.evidence.log;

import io.sallyport.evidence.sign.SigningKey;
import io.sallyport.evidence.sign.VerifyKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The Ed25519 key a journal signs its checkpoints with, and nothing else. Safe for many threads. */
public final class LogKey {
    private final SigningKey key;

    private LogKey(SigningKey key) {
        this.key = key;
    }

    /** Reads the key file (PKCS#8 PEM), or makes one (mode 0600) when there is none. */
    public static LogKey loadOrCreate(Path file, SecureRandom random) throws IOException {
        return new LogKey(SigningKey.loadOrCreate(file, random));
    }

    /** A key that is kept nowhere. */
    public static LogKey random(SecureRandom random) {
        return new LogKey(SigningKey.random(random));
    }

    public VerifyKey publicKey() {
        return key.publicKey();
    }

    /** The public half: 64 hexadecimal digits, as {@code verify --journal-key} wants it. */
    public String publicHex() {
        return key.publicKey().hex();
    }

    byte[] sign(byte[] message) {
        return key.sign(message);
    }

    @Override
    public String toString() {
        return "LogKey[" + publicHex() + "]";
    }
}
