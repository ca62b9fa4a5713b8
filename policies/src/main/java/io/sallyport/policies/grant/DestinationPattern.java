package io.sallyport.policies.grant;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** One {@code host:port}, {@code CIDR:port} or {@code [CIDR of IPv6]:port}. */
final class DestinationPattern {

    private DestinationPattern() {}

    /** What is wrong with a pattern, in words for the author of a policy; empty when nothing is. */
    static Optional<String> problem(String pattern) {
        return split(pattern).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "a destination is host:port or network/bits:port, for example db1:5432 or 10.0.0.0/8:443");
    }

    static void require(String pattern) {
        problem(pattern).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    static boolean matches(String pattern, String host, int port) {
        Parts parts = split(pattern).orElseThrow();
        if (parts.port != port) {
            return false;
        }
        Optional<InetAddress> address = Cidr.literal(host);
        if (parts.block.isPresent()) {
            return address.isPresent() && parts.block.get().contains(address.get());
        }
        return parts.host.equals(host.toLowerCase(Locale.ROOT));
    }

    private record Parts(String host, Optional<Cidr> block, int port) {}

    private static Optional<Parts> split(String pattern) {
        int colon = pattern.lastIndexOf(':');
        if (colon <= 0 || !pattern.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(pattern.substring(colon + 1));
        String host = pattern.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        Optional<Cidr> block = Cidr.parse(bracketed ? host.substring(1, host.length() - 1) : host);
        boolean name = host.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?") && !host.matches("[0-9.]+");
        // Without brackets the last part of an IPv6 address would be taken for a port.
        boolean address = block.isPresent() && bracketed == block.get().toString().contains(":");
        return port <= 65_535 && (address || name)
                ? Optional.of(new Parts(host, block, port))
                : Optional.empty();
    }
}
