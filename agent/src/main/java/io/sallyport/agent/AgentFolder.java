package io.sallyport.agent;

import java.nio.file.Path;

/** Where an agent keeps what it has: one folder, mode 0700, made at enrolment. */
public record AgentFolder(Path root) {

    public Path config() {
        return root.resolve("agent.yaml");
    }

    public Path identityKey() {
        return root.resolve("identity.key");
    }

    public Path identityCertificate() {
        return root.resolve("identity.crt");
    }

    public Path hostKey() {
        return root.resolve("host_ed25519");
    }

    public Path hostCertificate() {
        return root.resolve("host_ed25519-cert.pub");
    }

    public Path recordingKey() {
        return root.resolve("recording.key");
    }

    public Path trust() {
        return root.resolve("trust.json");
    }

    /** The host's own limit, written by its administrator; may be absent. */
    public Path ceiling() {
        return root.resolve("ceiling.yaml");
    }

    public Path spool() {
        return root.resolve("spool");
    }
}
