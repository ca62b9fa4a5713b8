package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The id of a policy rule, unique over all files of a folder. Form: {@code [a-z0-9-]{3,60}}. */
public record RuleId(String value) implements Comparable<RuleId> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{3,60}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public RuleId {
        Form.require(FORM, value, "rule id");
    }

    /** The rule id that {@code text} is, or empty when it is none. */
    public static Optional<RuleId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RuleId(text)) : Optional.empty();
    }

    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
