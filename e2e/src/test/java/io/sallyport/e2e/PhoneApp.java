package io.sallyport.e2e;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator app, written from RFC 6238 and nothing else. Shows each code once, like a person who waits for the next. */
final class PhoneApp {
    private final byte[] secret;
    private long last;

    /** @param base32 as the page shows it */
    PhoneApp(String base32) {
        StringBuilder bits = new StringBuilder();
        for (char letter : base32.replace(" ", "").toCharArray()) {
            int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
            bits.append(String.format("%5s", Integer.toBinaryString(value)).replace(' ', '0'));
        }
        secret = new byte[bits.length() / 8];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
    }

    /** A code that was not shown before: of the step before this one, if that is still new, of this one or the next. */
    String next() {
        long now = Instant.now().getEpochSecond() / 30;
        last = Math.max(last + 1, now - 1);
        if (last > now + 1) {
            throw new IllegalStateException("too many codes within a minute");
        }
        return code(last);
    }

    private String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[19] & 0xf) & 0x7fffffff;
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
