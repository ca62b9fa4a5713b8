package io.sallyport.broker.audit;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who caused an event: {@code system}, {@code operator} (at the broker's own machine), {@code person:NAME} or {@code agent:TARGET}. */
public record Actor(String value) {
    // Before the constants below, whose constructor needs it.
    private static final Pattern SHAPE = Pattern
            .compile("system|operator|(person|agent):[a-z0-9][a-z0-9._-]{0,62}");

    /** The broker itself, by a rule or a clock. */
    public static final Actor SYSTEM = new Actor("system");
    /** Whoever runs the broker: the directory file, the policy folder, the admin socket. */
    public static final Actor OPERATOR = new Actor("operator");

    public Actor {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not an actor (" + value.length() + " characters)");
        }
    }

    public static Actor of(PersonName person) {
        return new Actor("person:" + person.value());
    }

    public static Actor agentOf(TargetName target) {
        return new Actor("agent:" + target.value());
    }

    /** The person who it is; empty for everything else. */
    public Optional<PersonName> person() {
        return value.startsWith("person:")
                ? Optional.of(new PersonName(value.substring("person:".length())))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
