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
     * @param operatorUser account of the operating system that wanted it, as the admin socket tells it
     */
    record PolicyActivated(Instant at, Actor actor, String hash, Optional<String> commit,
            Optional<String> operatorUser) implements BrokerEvent {}

    /** A policy waits for a second person's yes, and takes the place of one that waited. Parameters as above. */
    record PolicyProposed(Instant at, Actor actor, String hash, Optional<String> commit,
            Optional<String> operatorUser) implements BrokerEvent {}

    /**
     * A policy waits no more, and did not come into force.
     *
     * @param how {@code refused}, {@code withdrawn}, {@code replaced} or {@code dropped}
     * @param operatorUser as above, when the operator did it
     */
    record PolicyProposalEnded(Instant at, Actor actor, String hash, String how, String reason,
            Optional<String> operatorUser) implements BrokerEvent {}

    /**
     * The policy folder can't be used, so what is in force stays.
     *
     * @param hash of what is used
     * @param problems the first of them
     * @param refusedHash of what is in the folder, as far as it could be read
     * @param operatorUser as above, when it was read again while the broker ran
     */
    record PolicyFolderRefused(Instant at, Actor actor, String hash, List<String> problems,
            Optional<String> refusedHash, Optional<String> operatorUser)
            implements
                BrokerEvent {
        public PolicyFolderRefused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * A browser or a script acts for this person from now on, or with a stronger proof than before.
     *
     * @param level how strongly the person was proved; empty: by a key
     */
    record ConsoleSignedIn(Instant at, Actor actor, PersonName person,
            Optional<String> level) implements BrokerEvent {}

    /**
     * The identity provider said that a sign-in of this person is over. What it ends of their SSH sessions stands beside it; console sessions
     * and proofs that were remembered end with this.
     *
     * @param everywhere it named no single sign-in
     */
    record SignInEnded(Instant at, Actor actor, PersonName person,
            boolean everywhere) implements BrokerEvent {}
}
