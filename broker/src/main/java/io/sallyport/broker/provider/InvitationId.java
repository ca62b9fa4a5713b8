package io.sallyport.broker.provider;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of an invitation; short, because people type it, and no secret. Form: {@code i-[a-z2-7]{10}}. */
public record InvitationId(String value) {
    private static final Pattern FORM = Pattern.compile("i-[a-z2-7]{10}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    /** @throws IllegalArgumentException another form; the message does not repeat it */
    public InvitationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an invitation's id (" + value.length() + " characters)");
        }
    }

    public static Optional<InvitationId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new InvitationId(text)) : Optional.empty();
    }

    public static InvitationId random(RandomGenerator random) {
        StringBuilder id = new StringBuilder("i-");
        for (int i = 0; i < 10; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new InvitationId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
