package io.sallyport.broker.target;

import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads targets, agents and join tokens from the projection. Blocking; safe for many threads. */
public interface TargetStore {
    /** An unused or used join token, known by the SHA-256 of its secret. */
    record Token(TargetName target, Instant expiresAt, boolean used) {}

    /** Every target, by name. */
    List<Target> targets();

    /** Every agent that is registered now, by target. */
    List<AgentIdentity> agents();

    /** The join token whose secret has this SHA-256 (hex). */
    Optional<Token> token(String hash);

    /** An agent with this certificate key is or was registered: keys are never enrolled twice. */
    boolean spkiUsed(String spki);
}
