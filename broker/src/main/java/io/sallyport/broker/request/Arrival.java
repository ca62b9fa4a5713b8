package io.sallyport.broker.request;

import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.util.Optional;

/**
 * How somebody comes to ask for something, or to a session: from where, and how strongly they proved who they are.
 *
 * @param source address; empty when that is not known
 * @param shown what they have shown for this, by this key, from there; a registered key alone is {@link Mfa#NONE}
 */
public record Arrival(Optional<InetAddress> source, Mfa shown) {
    /** From nobody knows where, with a registered key. */
    public static final Arrival UNKNOWN = new Arrival(Optional.empty(), Mfa.NONE);

    /** From there, with a registered key and nothing else. */
    public static Arrival from(InetAddress source) {
        return new Arrival(Optional.of(source), Mfa.NONE);
    }

    /** The same, proved so well. */
    public Arrival with(Mfa level) {
        return new Arrival(source, level);
    }
}
