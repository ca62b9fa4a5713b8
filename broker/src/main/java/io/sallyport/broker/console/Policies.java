package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.session.PolicyEffects;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What the console needs of the policy desk. All but {@link #problems} and {@link #proposal} may block. */
public interface Policies {
    /** Hash of the version in force. */
    String inForce();

    /** Oldest first. */
    List<Activation> activations();

    /** What waits for a second person. */
    Optional<Proposal> proposal();

    /** Why the policy folder can't be used; empty when it can. */
    List<String> problems();

    /** What would happen to what is open now. */
    PolicyEffects effects(Proposal waiting);

    /** @throws IOException it can't be kept; nothing changed */
    PolicyOutcome confirm(Person by, String hash) throws IOException;

    PolicyOutcome refuse(Person by, String hash, String reason);
}
