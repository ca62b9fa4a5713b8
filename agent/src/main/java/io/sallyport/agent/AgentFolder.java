package io.sallyport.agent;

import io.sallyport.policies.id.TargetName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where an agent keeps what it has: one folder, mode 0700, made at enrolment. */
public record AgentFolder(Path root) {
    private static final int NAME_MOST = 47;
    private static final int HASH_DIGITS = 16;

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

    /**
     * Tells this agent from every other one on the host, also from one for the same target, so that none ends the sessions of another: the
     * target's name, at most 47 characters of it, and 16 digits of the SHA-256 of where the folder really is. The same after a restart.
     *
     * @throws IOException the folder is not there
     */
    String instance(TargetName target) throws IOException {
        String name = target.value().substring(0, Math.min(NAME_MOST, target.value().length()));
        byte[] where = root.toRealPath().toString().getBytes(StandardCharsets.UTF_8);
        return name + "-" + HexFormat.of().formatHex(sha256(where)).substring(0, HASH_DIGITS);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}
