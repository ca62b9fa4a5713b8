package io.sallyport.broker.session;

import io.sallyport.broker.request.Arrival;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session whose opening is in the journal.
 *
 * @param source address and port the engineer came from, {@code 192.0.2.1:50022} or {@code [2001:db8::1]:50022}
 * @param candidates the grants whose certificates go with the tunnel
 * @param agent SPKI hash of the agent that owns this session
 * @param recordingKey the key its recording must be sealed with, hex
 * @param shown how strongly the engineer was proved when it opened; it keeps that, whatever lapses meanwhile
 */
public record Session(SessionId id, PersonName person, OrganisationName organisation, TargetName target,
        KeyFingerprint key, String source, List<GrantId> candidates, String agent, String recordingKey,
        Instant openedAt, Mfa shown) {
    public Session {
        candidates = List.copyOf(candidates);
    }

    /** One that was opened by somebody with a registered key alone. */
    public Session(SessionId id, PersonName person, OrganisationName organisation, TargetName target,
            KeyFingerprint key, String source, List<GrantId> candidates, String agent, String recordingKey,
            Instant openedAt) {
        this(id, person, organisation, target, key, source, candidates, agent, recordingKey, openedAt,
                Mfa.NONE);
    }

    /** How it came. */
    public Arrival arrival() {
        return new Arrival(address(), shown);
    }

    /** The address in {@link #source}, without port and scope; empty when there is none in it. */
    public Optional<InetAddress> address() {
        return address(source);
    }

    static Optional<InetAddress> address(String source) {
        String host = source.substring(0, Math.max(0, source.lastIndexOf(':')));
        String bare = host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
        return Cidr.literal(bare.replaceFirst("%.*", ""));
    }
}
