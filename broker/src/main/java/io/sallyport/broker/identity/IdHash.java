package io.sallyport.broker.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What secret ids are kept by: a map looks keys up byte by byte, and an early mismatch must not tell anything.
 */
final class IdHash {
    private IdHash() {}

    /** SHA-256 of the id, in lower-case hex. */
    static String of(String id) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
