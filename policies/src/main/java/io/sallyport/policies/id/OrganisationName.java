package io.sallyport.policies.id;

import java.util.Optional;
import java.util.regex.Pattern;

/** The short name of the company or of a provider. Form: {@code [a-z0-9][a-z0-9-]{0,38}}. */
public record OrganisationName(String value) implements Comparable<OrganisationName> {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,38}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public OrganisationName {
        Form.require(FORM, value, "organisation name");
    }

    /** The organisation name that {@code text} is, or empty when it is none. */
    public static Optional<OrganisationName> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new OrganisationName(text)) : Optional.empty();
    }

    @Override
    public int compareTo(OrganisationName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
