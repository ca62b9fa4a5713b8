package io.sallyport.broker.account;

import io.sallyport.policies.id.PersonName;
import io.sallyport.wire.Secret;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time codes: RFC 6238 over RFC 4226, with SHA-1, six digits and steps of 30 seconds, because that is what
 * every app reads. SHA-1 is sound here: HMAC does not lean on its collisions (RFC 6238 §1.2). Pure.
 */
final class Totp {
    /** 160 bits, as RFC 4226 §4 R6 recommends. */
    static final int SECRET_BYTES = 20;
    static final int DIGITS = 6;
    static final Duration STEP = Duration.ofSeconds(30);
    /** Steps before and after the present one that count: a phone's clock is off, and people type slowly (RFC 6238 §5.2). */
    static final int WINDOW = 1;
    private static final int MODULUS = 1_000_000;
    private static final String MAC = "HmacSHA1";

    private Totp() {}

    /** The step that {@code at} lies in, counted from the epoch. */
    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP.toSeconds());
    }

    /** The code of one step: RFC 4226 §5.3 with dynamic truncation. */
    static String code(Secret secret, long step) {
        byte[] key = secret.bytes();
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
            return "%06d".formatted(number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-1 is missing", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * The step whose code {@code typed} is; empty: none in the window, or one that is not later than {@code lastUsed}. Looks at
     * every step of the window, each in constant time.
     *
     * @param typed exactly six digits
     */
    static OptionalLong match(Secret secret, String typed, Instant at, long lastUsed) {
        byte[] wanted = typed.getBytes(StandardCharsets.UTF_8);
        long now = step(at);
        OptionalLong found = OptionalLong.empty();
        for (long step = now - WINDOW; step <= now + WINDOW; step++) {
            boolean equal = MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8),
                    wanted);
            // A code that was used, or that lies before one that was, is worth nothing to who looked over a
            // shoulder
            // (RFC 6238 §5.2).
            if (equal && step > lastUsed) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** What an app scans. Holds the secret. */
    static String uri(String issuer, PersonName person, Secret secret) {
        String label = encoded(issuer) + ":" + encoded(person.value());
        return "otpauth://totp/" + label + "?secret=" + Base32.text(secret.bytes()) + "&issuer="
                + encoded(issuer) + "&algorithm=SHA1&digits=" + DIGITS + "&period=" + STEP.toSeconds();
    }

    // Apps take "+" for a plus sign.
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
