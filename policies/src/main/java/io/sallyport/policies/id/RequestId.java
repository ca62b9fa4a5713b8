package io.sallyport.policies.id;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of an access request; short, because people type it. Form: {@code r-[a-z2-7]{10}}. */
public record RequestId(String value) implements Comparable<RequestId> {

    private static final Pattern FORM = Pattern.compile("r-[a-z2-7]{10}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public RequestId {
        Form.require(FORM, value, "request id");
    }

    /** The request id that {@code text} is, or empty when it is none. */
    public static Optional<RequestId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new RequestId(text)) : Optional.empty();
    }

    /** A fresh request id; unguessable when {@code random} is. */
    public static RequestId random(RandomGenerator random) {
        return new RequestId("r-" + Form.letters(random, 10));
    }
    @Override
    public int compareTo(RequestId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
