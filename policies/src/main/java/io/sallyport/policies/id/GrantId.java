package io.sallyport.policies.id;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a grant, 130 random bits. Form: {@code g-[a-z2-7]{26}}. */
public record GrantId(String value) implements Comparable<GrantId> {

    private static final Pattern FORM = Pattern.compile("g-[a-z2-7]{26}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public GrantId {
        Form.require(FORM, value, "grant id");
    }

    /** The grant id that {@code text} is, or empty when it is none. */
    public static Optional<GrantId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new GrantId(text)) : Optional.empty();
    }

    /** A fresh grant id; unguessable when {@code random} is. */
    public static GrantId random(RandomGenerator random) {
        return new GrantId("g-" + Form.letters(random, 26));
    }
    @Override
    public int compareTo(GrantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
