package io.sallyport.certsdev;

import java.nio.file.Path;

/**
 * Where everything of one demo lives: a folder for each program, one for each person, and what they share.
 *
 * @param root the demo's folder, absolute
 */
public record DemoFolder(Path root) {
    public DemoFolder {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("the demo's folder must be an absolute path");
        }
    }

    public Path authority() {
        return root.resolve("authority");
    }

    public Path passphrase() {
        return root.resolve("authority.passphrase");
    }

    public Path authoritySocket() {
        return authority().resolve("authority.sock");
    }

    public Path broker() {
        return root.resolve("broker");
    }

    public Path brokerConfig() {
        return broker().resolve("broker.yaml");
    }

    public Path directory() {
        return broker().resolve("directory.yaml");
    }

    public Path listening() {
        return broker().resolve("state/listening.json");
    }

    public Path policy() {
        return root.resolve("policy");
    }

    public Path agent() {
        return root.resolve("agent");
    }

    public Path joinToken() {
        return root.resolve("agent.join-token");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** Of one of the people, by role: {@code engineer}, {@code approver}, {@code auditor}. */
    public Path person(String role) {
        return root.resolve(role);
    }

    public Path key(String role) {
        return person(role).resolve("id_ed25519");
    }

    public Path sshConfig(String role) {
        return person(role).resolve("ssh_config");
    }

    public Path knownHosts() {
        return root.resolve("known_hosts");
    }

    /** Appears, complete, when all is up. */
    public Path ready() {
        return root.resolve("ready");
    }

    /** Ports, addresses and process ids. */
    public Path facts() {
        return root.resolve("demo.json");
    }
}
