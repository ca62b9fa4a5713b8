package io.sallyport.broker.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret of a token: {@code sat_} and 256 random bits in base64url. The prefix lets scanners find one that was left lying about. Immutable; a
 * class and not a record because it has no text form.
 */
public final class TokenSecret {
    /** What every secret begins with. */
    public static final String PREFIX = "sat_";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;

    private final String value;

    private TokenSecret(String value) {
        this.value = value;
    }

    static TokenSecret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What somebody showed, if it can be a secret at all. */
    static Optional<TokenSecret> of(String shown) {
        return FORM.matcher(shown).matches() ? Optional.of(new TokenSecret(shown)) : Optional.empty();
    }

    /** The first one that stands anywhere in {@code text}. */
    static Optional<TokenSecret> in(String text) {
        return FORM.matcher(text).results().findFirst().map(found -> new TokenSecret(found.group()));
    }

    /** To be shown once, to who made it. */
    public String reveal() {
        return value;
    }

    /** SHA-256, hex: all that is kept. 256 random bits need no slow hash. */
    String hash() {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
