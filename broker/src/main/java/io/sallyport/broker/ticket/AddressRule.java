package io.sallyport.broker.ticket;

import io.sallyport.policies.grant.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * To which addresses the broker may connect for somebody else's sake: those of the public internet, and what the operator lists. Without
 * it a name that somebody else controls could point the broker at itself, at its neighbours or at a cloud's metadata. Immutable.
 */
final class AddressRule {
    /** Not public, by the registries of special addresses (RFC 6890) and what came after them. */
    private static final List<Cidr> NOT_PUBLIC = networks("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10",
            "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            // Teredo and the like, documentation, and what carries an IPv4 address.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");
    /** All that is public in IPv6 lies in here; loopback, link-local, ULA, NAT64 and multicast do not. */
    private static final Cidr PUBLIC_IPV6 = networks("2000::/3").getFirst();
    private static final int MAPPED_PREFIX = 12;

    private final List<Cidr> listed;

    /** @param listed networks that are admitted whatever they are */
    AddressRule(List<Cidr> listed) {
        this.listed = List.copyOf(listed);
    }

    boolean admits(InetAddress address) {
        InetAddress plain = plain(address);
        return listed.stream().anyMatch(network -> network.contains(plain)) || isPublic(plain);
    }

    private static boolean isPublic(InetAddress address) {
        return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address))
                && (address.getAddress().length == 4 || PUBLIC_IPV6.contains(address));
    }

    /** Without name and scope; an IPv4 address in IPv6 dress (::ffff:127.0.0.1) is the IPv4 address. */
    static InetAddress plain(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean mapped = bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1
                && allZero(Arrays.copyOf(bytes, MAPPED_PREFIX - 2));
        try {
            return InetAddress.getByAddress(
                    mapped ? Arrays.copyOfRange(bytes, MAPPED_PREFIX, bytes.length) : bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the bytes are an address's own", e);
        }
    }

    private static boolean allZero(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Cidr> networks(String... texts) {
        return Arrays.stream(texts).map(text -> Cidr.parse(text).orElseThrow()).toList();
    }
}
