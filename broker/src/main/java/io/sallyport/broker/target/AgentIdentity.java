package io.sallyport.broker.target;

import io.sallyport.policies.id.TargetName;
import java.time.Instant;

/**
 * An enrolled agent.
 *
 * @param spki SHA-256 of its certificate's SubjectPublicKeyInfo, 64 lower-case hex digits
 * @param hostKey its SSH host key as an OpenSSH public key line
 * @param recordingKey the Ed25519 public key that seals its recordings, 64 lower-case hex digits
 */
public record AgentIdentity(String spki, TargetName target, String hostKey, String recordingKey,
        String agentVersion,
        Instant enrolledAt) {}
