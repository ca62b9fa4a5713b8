package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The fingerprint of a public key as {@code ssh-keygen -l} prints it. Form: {@code SHA256:[A-Za-z0-9+/]{43}}. */
public record KeyFingerprint(String value) implements Comparable<KeyFingerprint> {

    private static final Pattern FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public KeyFingerprint {
        Form.require(FORM, value, "key fingerprint");
    }

    /** The key fingerprint that {@code text} is, or empty when it is none. */
    public static Optional<KeyFingerprint> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new KeyFingerprint(text)) : Optional.empty();
    }

    @Override
    public int compareTo(KeyFingerprint other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
