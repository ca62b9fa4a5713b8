package io.sallyport.broker.target;

import io.sallyport.policies.id.TargetName;

/**
 * What an agent presents to be enrolled.
 *
 * @param secret of the join token, 64 lower-case hex digits
 * @param spki SHA-256 of the key of the certificate the agent shows on this very connection, hex
 * @param hostKey OpenSSH public key line
 * @param recordingKey Ed25519 public key, 64 hex digits
 */
public record EnrolmentForm(String secret, TargetName target, String spki, String hostKey,
        String recordingKey,
        String agentVersion) {}
