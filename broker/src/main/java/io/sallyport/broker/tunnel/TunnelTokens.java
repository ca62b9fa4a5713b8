package io.sallyport.broker.tunnel;

import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The tokens that tie a dialled-back connection to the opening that waits for it: 128 random bits, good once, for seconds,
 * and for one agent only. Safe for many threads.
 */
final class TunnelTokens {
    /** An opening that waits. Whoever completes {@code tunnel} first wins; a late tunnel is the completer's to close. */
    record Waiting(SessionId session, String agent, long deadline, CompletableFuture<AgentTunnel> tunnel) {}

    /** A token with its waiting opening. */
    record Issued(String token, Waiting waiting) {}

    /** What presenting a token brings. */
    sealed interface Redeemed {
        record Good(Waiting waiting) implements Redeemed {}

        /** Never issued, used, or too late. */
        record Unknown() implements Redeemed {}

        /** Issued to another agent: somebody steals. The token is burnt. */
        record Foreign(Waiting waiting) implements Redeemed {}
    }

    private final SecureRandom random;
    private final LongSupplier nanos;
    // By the token's hash, so that the time a look-up takes tells nothing about the token.
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    TunnelTokens(SecureRandom random, LongSupplier nanos) {
        this.random = random;
        this.nanos = nanos;
    }

    /** A token for one connection of {@code agent} (its SPKI hash). The caller forgets it when it stops waiting. */
    Issued issue(SessionId session, String agent) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        String token = HexFormat.of().formatHex(secret);
        Waiting opening = new Waiting(session, agent, nanos.getAsLong() + Limits.TUNNEL_TOKEN_LIFE.toNanos(),
                new CompletableFuture<>());
        waiting.put(hash(token), opening);
        return new Issued(token, opening);
    }

    /** Nobody waits for it any more. */
    void forget(Issued issued) {
        waiting.remove(hash(issued.token()));
    }

    /** The opening of this session that waits for this agent (SPKI hash), if one does. Its token stays as good as it is. */
    Optional<Waiting> waitingFor(SessionId session, String agent) {
        return waiting.values().stream()
                .filter(opening -> opening.session().equals(session) && opening.agent().equals(agent))
                .findFirst();
    }

    /** Uses a token up, whatever the answer. {@code agent}: SPKI hash of whoever presents it. */
    Redeemed redeem(String token, String agent) {
        Waiting opening = waiting.remove(hash(token));
        if (opening == null || nanos.getAsLong() - opening.deadline() > 0) {
            return new Redeemed.Unknown();
        }
        if (!MessageDigest.isEqual(bytes(opening.agent()), bytes(agent))) {
            return new Redeemed.Foreign(opening);
        }
        return new Redeemed.Good(opening);
    }

    private static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(token)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
