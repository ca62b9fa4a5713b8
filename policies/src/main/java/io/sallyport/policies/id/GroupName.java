package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a group of persons. Form: {@code [a-z0-9][a-z0-9/._-]{0,62}}. */
public record GroupName(String value) implements Comparable<GroupName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9/._-]{0,62}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public GroupName {
        Form.require(FORM, value, "group name");
    }

    /** The group name that {@code text} is, or empty when it is none. */
    public static Optional<GroupName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new GroupName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(GroupName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
