package io.sallyport.evidence.recording;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;

/** Numbers of the container, docs/formats/recording.md. They are stored or checked by others: none may change in format 1. */
final class Format {
    /** Most bytes of frames in a chunk, before compression. */
    static final int MAX_CHUNK = 64 * 1024;
    /** Most bytes of the header's fields. */
    static final int MAX_HEADER = 64 * 1024;
    /** Most chunks without a checkpoint over them: bounds what a verifier has to remember. */
    static final int MAX_UNSIGNED = 1024;
    static final int HASH = 32;

    private Format() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this Java runtime has no SHA-256", broken);
        }
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
