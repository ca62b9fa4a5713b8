package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of an account of the operating system on the target. Form: {@code [a-z_][a-z0-9_.-]{0,31}}. */
public record LoginName(String value) implements Comparable<LoginName> {

    private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_.-]{0,31}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public LoginName {
        Form.require(FORM, value, "login name");
    }

    /** The login name that {@code text} is, or empty when it is none. */
    public static Optional<LoginName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new LoginName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(LoginName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
