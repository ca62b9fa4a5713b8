package io.sallyport.broker.request;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How somebody comes to ask for something, or to a session: from where, and how strongly they proved who they are.
 *
 * @param source address; empty when that is not known
 * @param shown what they have shown for this, by this key, from there, or in this session of the console; a registered key alone is {@link Mfa#NONE}
 * @param shownAt when, where that is known; empty for {@link Mfa#NONE}
 */
public record Arrival(Optional<InetAddress> source, Mfa shown, Optional<Instant> shownAt) {
    /** From nobody knows where, with a registered key. */
    public static final Arrival UNKNOWN = new Arrival(Optional.empty(), Mfa.NONE);

    /** Shown at a moment that is not kept. */
    public Arrival(Optional<InetAddress> source, Mfa shown) {
        this(source, shown, Optional.empty());
    }

    /** From there, with a registered key and nothing else. */
    public static Arrival from(InetAddress source) {
        return new Arrival(Optional.of(source), Mfa.NONE);
    }

    /** The same, proved so well. */
    public Arrival with(Mfa level) {
        return new Arrival(source, level);
    }

    /**
     * The same, by a session of the console: its proof counts for {@code remember}, as one that was given over SSH does, and is worth nothing after.
     */
    public Arrival with(Assurance proof, Duration remember, Instant now) {
        return proof.level() != Mfa.NONE && proof.countsFor(remember, now)
                ? new Arrival(source, proof.level(), Optional.of(proof.at()))
                : with(Mfa.NONE);
    }
}
