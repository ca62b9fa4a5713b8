package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a person, unique over all organisations. Form: {@code [a-z0-9][a-z0-9._-]{0,62}}. */
public record PersonName(String value) implements Comparable<PersonName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public PersonName {
        Form.require(FORM, value, "person name");
    }

    /** The person name that {@code text} is, or empty when it is none. */
    public static Optional<PersonName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new PersonName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(PersonName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
