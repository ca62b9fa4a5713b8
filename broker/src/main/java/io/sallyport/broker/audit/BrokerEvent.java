package io.sallyport.broker.audit;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;

/** What happens to the broker itself and to its console. */
public sealed interface BrokerEvent extends Event {
    record BrokerStarted(Instant at, Actor actor, String version, String mode) implements BrokerEvent {}

    record BrokerStopped(Instant at, Actor actor) implements BrokerEvent {}

    /** {@code hash}: the policy every decision from here on is taken by. */
    record PolicyActivated(Instant at, Actor actor, String hash) implements BrokerEvent {}

    record ConsoleSignedIn(Instant at, Actor actor, PersonName person) implements BrokerEvent {}
}
