package io.sallyport.broker.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Codes on paper for the day the phone is gone: ten, each good once, shown once. Each has 80 random bits, which nobody guesses
 * against a fast hash either, so SHA-256 is enough. Stateless.
 */
final class RecoveryCodes {
    static final int COUNT = 10;
    private static final int BYTES = 10;
    private static final int LETTERS = 16;
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    /** New ones, as {@code abcd-efgh-ijkl-mnop}. */
    static List<String> make(SecureRandom random) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            codes.add(shown(Base32.text(bytes).toLowerCase(Locale.ROOT)));
        }
        return List.copyOf(codes);
    }

    /** Which of {@code hashes} the typed code has, if it has one. Looks at all of them, each in constant time. */
    static Optional<String> match(List<String> hashes, String typed) {
        byte[] wanted = hash(typed).getBytes(StandardCharsets.US_ASCII);
        Optional<String> found = Optional.empty();
        for (String each : hashes) {
            if (MessageDigest.isEqual(each.getBytes(StandardCharsets.US_ASCII), wanted)) {
                found = Optional.of(each);
            }
        }
        return found;
    }

    /** Whether what was typed could be one: a one-time code has digits only, and is shorter. */
    static boolean likely(String typed) {
        return normal(typed).length() == LETTERS;
    }

    /** What is kept: SHA-256 in hex, over the letters alone. */
    static String hash(String code) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(normal(code).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    private static String normal(String typed) {
        return typed.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }

    private static String shown(String letters) {
        return String.join("-", letters.split("(?<=\\G.{" + GROUP + "})"));
    }
}
