package io.sallyport.broker.departure;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;

/**
 * Who orders an off-boarding.
 *
 * @param person empty: the operator, or the broker itself
 * @param operatorUser account of the operating system, as the admin socket tells it
 */
public record Orderer(Actor actor, Optional<PersonName> person, Optional<String> operatorUser) {
    /** The broker, because a time has come. */
    public static final Orderer SYSTEM = new Orderer(Actor.SYSTEM, Optional.empty(), Optional.empty());

    public static Orderer of(Person person) {
        return new Orderer(Actor.of(person.name()), Optional.of(person.name()), Optional.empty());
    }

    /** Whoever may use the admin socket. */
    public static Orderer operator(Optional<String> user) {
        return new Orderer(Actor.OPERATOR, Optional.empty(), user);
    }
}
