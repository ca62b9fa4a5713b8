package io.sallyport.broker.departure;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names one off-boarding: {@code d-} and ten of a-z and 2-7. */
public record DepartureId(String value) {
    private static final Pattern FORM = Pattern.compile("d-[a-z2-7]{10}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    /** @throws IllegalArgumentException another form; the message does not repeat it */
    public DepartureId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a departure id (" + value.length() + " characters)");
        }
    }

    public static Optional<DepartureId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new DepartureId(text)) : Optional.empty();
    }

    public static DepartureId random(RandomGenerator random) {
        StringBuilder id = new StringBuilder("d-");
        for (int i = 0; i < 10; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new DepartureId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
