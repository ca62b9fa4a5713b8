package io.sallyport.broker.token;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a token, which is no secret; short, because people type it. Form: {@code t-[a-z2-7]{10}}. */
public record TokenId(String value) {
    private static final Pattern FORM = Pattern.compile("t-[a-z2-7]{10}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    /** @throws IllegalArgumentException another form; the message does not repeat it */
    public TokenId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a token id (" + value.length() + " characters)");
        }
    }

    public static Optional<TokenId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TokenId(text)) : Optional.empty();
    }

    static TokenId random(RandomGenerator random) {
        StringBuilder id = new StringBuilder("t-");
        for (int i = 0; i < 10; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new TokenId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
