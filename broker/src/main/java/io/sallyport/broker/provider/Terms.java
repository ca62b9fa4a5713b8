package io.sallyport.broker.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What whoever joins has to agree to, and what they are told. Each is known by its SHA-256 for ever, so that what somebody agreed to can be
 * shown later.
 *
 * @param terms plain text; they agree to it
 * @param notice plain text; they are told that their sessions are recorded
 */
public record Terms(String terms, String notice) {
    /** SHA-256 of the terms, hex. */
    public String termsHash() {
        return hash(terms);
    }

    /** SHA-256 of the notice, hex. */
    public String noticeHash() {
        return hash(notice);
    }

    static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
