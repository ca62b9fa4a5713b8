package io.sallyport.broker.audit;

import io.sallyport.policies.id.TargetName;
import java.time.Instant;

/** How agents come and go. Hashes and keys are lower-case hex. */
public sealed interface AgentEvent extends Event {
    /** {@code tokenHash}: SHA-256 of the token's secret: the secret itself is never stored. */
    record JoinTokenIssued(Instant at, Actor actor, TargetName target, String tokenHash, Instant expiresAt)
            implements
                AgentEvent {}

    /** Uses the token up and retires the agent that the target had before. */
    record AgentEnrolled(Instant at, Actor actor, TargetName target, String tokenHash, String spki,
            String hostKey,
            String recordingKey, String agentVersion) implements AgentEvent {}

    record AgentRetired(Instant at, Actor actor, TargetName target, String spki,
            String reason) implements AgentEvent {}
}
