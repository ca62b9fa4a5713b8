package io.sallyport.broker.identity;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.PersonName;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * What an account for automation has that a human has not: somebody who answers for it, an end, and the only places it may come from. Immutable.
 *
 * @param owner a human of the same organisation or of the company; while there is none who is enabled, the account is held
 * @param until from when on it is nobody's, exclusive
 * @param networks where its connections come from, at most {@link #MOST_NETWORKS}; none admits nothing
 */
public record ServiceAccount(PersonName owner, Instant until, List<Cidr> networks) {
    public static final int MOST_NETWORKS = 20;

    public ServiceAccount {
        networks = List.copyOf(networks);
        if (networks.size() > MOST_NETWORKS) {
            throw new IllegalArgumentException("more than " + MOST_NETWORKS + " networks");
        }
    }

    /** True before its end. */
    public boolean good(Instant at) {
        return at.isBefore(until);
    }

    /** True when that address is in one of its networks. */
    public boolean admits(InetAddress source) {
        return networks.stream().anyMatch(network -> network.contains(source));
    }

    /** The networks as they are written. */
    public List<String> networkTexts() {
        return networks.stream().map(Cidr::toString).toList();
    }
}
