package io.sallyport.policies.id;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id of a session, 130 random bits. Form: {@code s-[a-z2-7]{26}}. */
public record SessionId(String value) implements Comparable<SessionId> {

    private static final Pattern FORM = Pattern.compile("s-[a-z2-7]{26}");

    /** @throws IllegalArgumentException when {@code value} has another form; the message does not repeat it. */
    public SessionId {
        Form.require(FORM, value, "session id");
    }

    /** The session id that {@code text} is, or empty when it is none. */
    public static Optional<SessionId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new SessionId(text)) : Optional.empty();
    }

    /** A fresh session id; unguessable when {@code random} is. */
    public static SessionId random(RandomGenerator random) {
        return new SessionId("s-" + Form.letters(random, 26));
    }
    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
