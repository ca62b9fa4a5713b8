package io.sallyport.wire.cert;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The {@code source-address} option as we sign it: one address with a full prefix, {@code 192.0.2.7/32} or
 * {@code 2001:db8:0:0:0:0:0:7/128}. Never asks a name service.
 */
final class SourceAddress {
    private SourceAddress() {}

    static String text(InetAddress address) {
        InetAddress plain = normal(address);
        return plain.getHostAddress() + (plain instanceof Inet6Address ? "/128" : "/32");
    }

    /** Exactly what {@link #text} writes. Whoever matches it by other rules might match more than one address. */
    static InetAddress parse(String text) throws SshFormatException {
        int slash = text.indexOf('/');
        try {
            InetAddress address = normal(InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)));
            if (text(address).equals(text)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: no literal is as wrong as a network.
        }
        throw new SshFormatException(RefusalReason.SOURCE_FORM,
                "the source address is not exactly one address");
    }

    /** Without zone, and with an IPv4 address inside IPv6 (RFC 4291 §2.5.5.2) as the IPv4 address that it is. */
    static InetAddress normal(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
