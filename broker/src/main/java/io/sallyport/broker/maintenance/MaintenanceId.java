package io.sallyport.broker.maintenance;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a declared maintenance; short, because people type it. Form: {@code m-[a-z2-7]{10}}. */
public record MaintenanceId(String value) {
    private static final Pattern FORM = Pattern.compile("m-[a-z2-7]{10}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    /** @throws IllegalArgumentException another form; the message does not repeat it */
    public MaintenanceId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a maintenance id (" + value.length() + " characters)");
        }
    }

    public static Optional<MaintenanceId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new MaintenanceId(text)) : Optional.empty();
    }

    public static MaintenanceId random(RandomGenerator random) {
        StringBuilder id = new StringBuilder("m-");
        for (int i = 0; i < 10; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return new MaintenanceId(id.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
