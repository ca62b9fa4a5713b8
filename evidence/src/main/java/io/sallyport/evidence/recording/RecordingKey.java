package io.sallyport.evidence.recording;

import io.sallyport.evidence.sign.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The Ed25519 key an agent signs its recordings' checkpoints with, and nothing else. Safe for many threads. */
public final class RecordingKey {
    private final SigningKey key;

    private RecordingKey(SigningKey key) {
        this.key = key;
    }

    /** Reads the key file (PKCS#8 PEM), or makes one (mode 0600) when there is none. */
    public static RecordingKey loadOrCreate(Path file, SecureRandom random) throws IOException {
        return new RecordingKey(SigningKey.loadOrCreate(file, random));
    }

    /** A key that is kept nowhere. */
    public static RecordingKey random(SecureRandom random) {
        return new RecordingKey(SigningKey.random(random));
    }

    /** The public half: 64 hexadecimal digits, as {@link RecordingHeader#agentKey()} wants it. */
    public String publicHex() {
        return key.publicKey().hex();
    }

    byte[] sign(byte[] message) {
        return key.sign(message);
    }

    @Override
    public String toString() {
        return "RecordingKey[" + publicHex() + "]";
    }
}
