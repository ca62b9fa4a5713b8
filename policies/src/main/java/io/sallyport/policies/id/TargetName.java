package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of a machine one may reach; the engineer types it where a host name would stand. Form: {@code [a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?}. */
public record TargetName(String value) implements Comparable<TargetName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public TargetName {
        Form.require(FORM, value, "target name");
    }

    /** The target name that {@code text} is, or empty when it is none. */
    public static Optional<TargetName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new TargetName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(TargetName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
