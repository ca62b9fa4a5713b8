package io.sallyport.broker.audit;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happens to the broker itself and to its console. */
public sealed interface BrokerEvent extends Event {
    record BrokerStarted(Instant at, Actor actor, String version, String mode) implements BrokerEvent {}

    record BrokerStopped(Instant at, Actor actor) implements BrokerEvent {}

    /**
     * {@code hash}: the policy every decision from here on is taken by.
     *
     * @param commit what git had checked out where the folder stands
     */
    record PolicyActivated(Instant at, Actor actor, String hash, Optional<String> commit)
            implements
                BrokerEvent {}

    /** A policy waits for a second person's yes. */
    record PolicyProposed(Instant at, Actor actor, String hash, Optional<String> commit)
            implements
                BrokerEvent {}

    /**
     * At a start the policy folder could not be used, so the last good version is.
     *
     * @param hash of what is used
     * @param problems the first of them
     */
    record PolicyFolderRefused(Instant at, Actor actor, String hash, List<String> problems)
            implements
                BrokerEvent {
        public PolicyFolderRefused {
            problems = List.copyOf(problems);
        }
    }

    record ConsoleSignedIn(Instant at, Actor actor, PersonName person) implements BrokerEvent {}
}
