package io.sallyport.broker.target;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AgentEvent;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Secret;
import io.sallyport.wire.cert.SshFormatException;
import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.tls.JoinToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Binds agents to targets: a token, given out once for one target, is exchanged for the registration of an agent's keys.
 * Blocking; safe for many threads.
 */
public final class Enrolment {
    /** A join token is good for one enrolment within this time. */
    public static final Duration TOKEN_LIFE = Duration.ofMinutes(15);
    private static final Pattern HEX_32 = Pattern.compile("[0-9a-f]{64}");

    /**
     * What agents dial.
     *
     * @param spkiSha256 of the broker's certificate key, hex: agents pin it
     */
    public record Endpoint(String host, int port, String spkiSha256) {}

    private final AuditTrail trail;
    private final TargetStore store;
    private final Targets targets;
    private final Supplier<Endpoint> endpoint;
    private final SecureRandom random;

    /** {@code endpoint}: asked for each token: with port 0 it is known only once the listener runs. */
    public Enrolment(AuditTrail trail, TargetStore store, Targets targets, Supplier<Endpoint> endpoint,
            SecureRandom random) {
        this.trail = trail;
        this.store = store;
        this.targets = targets;
        this.endpoint = endpoint;
        this.random = random;
    }

    /** A token for the agent of this target; empty when there is no such target. The secret is kept nowhere. */
    public Optional<JoinToken> issue(TargetName target, Actor by) {
        byte[] bytes = new byte[JoinToken.SECRET_BYTES];
        random.nextBytes(bytes);
        Secret secret = Secret.of(bytes);
        String hash = sha256(HexFormat.of().formatHex(bytes));
        Arrays.fill(bytes, (byte) 0);
        return trail.commit(at -> {
            if (targets.byName(target).isEmpty()) {
                return Ruling.of(Optional.empty());
            }
            Endpoint to = endpoint.get();
            return Ruling.of(
                    Optional.of(new JoinToken(to.host(), to.port(), to.spkiSha256(), secret,
                            Optional.of(target))),
                    new AgentEvent.JoinTokenIssued(at, by, target, hash, at.plus(TOKEN_LIFE)));
        });
    }

    /**
     * Registers the agent, uses the token up, and retires the agent the target had before (its sessions end). The caller has
     * checked that {@code form.spki()} is the key of this very TLS connection.
     */
    public EnrolmentOutcome enrol(EnrolmentForm form) {
        Optional<String> bad = badKey(form);
        if (bad.isPresent()) {
            return new EnrolmentOutcome.Refused(EnrolmentOutcome.Reason.BAD_KEY, bad.get());
        }
        return trail.commit(at -> {
            String hash = sha256(form.secret());
            if (!good(store.token(hash), form, at)) {
                return Ruling.of(new EnrolmentOutcome.Refused(EnrolmentOutcome.Reason.TOKEN,
                        "This join token is not good for " + form.target()
                                + ". Make a new one: broker join-token "
                                + form.target()));
            }
            if (store.spkiUsed(form.spki())) {
                return Ruling.of(new EnrolmentOutcome.Refused(EnrolmentOutcome.Reason.KEY_IN_USE,
                        "This agent key was enrolled before. Remove the agent's folder and enrol with a new key."));
            }
            AgentIdentity agent = new AgentIdentity(form.spki(), form.target(), form.hostKey(),
                    form.recordingKey(),
                    form.agentVersion(), at);
            return Ruling.of(new EnrolmentOutcome.Enrolled(agent), new AgentEvent.AgentEnrolled(at,
                    Actor.agentOf(form.target()), form.target(), hash, form.spki(), form.hostKey(),
                    form.recordingKey(),
                    form.agentVersion()));
        });
    }

    /** The registered agent with this certificate key; empty for unknown and retired ones. No I/O. */
    public Optional<AgentIdentity> bySpki(String sha256Hex) {
        return targets.bySpki(sha256Hex);
    }

    private boolean good(Optional<TargetStore.Token> token, EnrolmentForm form, Instant at) {
        return token.isPresent() && !token.get().used() && at.isBefore(token.get().expiresAt())
                && token.get().target().equals(form.target()) && targets.byName(form.target()).isPresent();
    }

    private static Optional<String> badKey(EnrolmentForm form) {
        if (!HEX_32.matcher(form.spki()).matches()) {
            return Optional.of("The identity is not 64 hex digits.");
        }
        if (!HEX_32.matcher(form.recordingKey()).matches()) {
            return Optional.of("The recording key is not 64 hex digits.");
        }
        if (form.agentVersion().length() > 100) {
            return Optional.of("The agent version is longer than 100 characters.");
        }
        try {
            SshPublicKey key = SshPublicKey.parseLine(form.hostKey());
            return key.type().equals("ssh-ed25519")
                    ? Optional.empty()
                    : Optional.of("The host key is not ssh-ed25519.");
        } catch (SshFormatException e) {
            return Optional.of("The host key can't be read: " + e.getMessage());
        }
    }

    private static String sha256(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
