package io.sallyport.policies.grant;

import java.net.InetAddress;
import java.util.Optional;

/** A block of addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. Never looks a name up. */
public record Cidr(InetAddress network, int bits) {

    /** @throws IllegalArgumentException when bits are out of range or the address has bits beyond them */
    public Cidr {
        byte[] bytes = network.getAddress();
        if (bits < 0 || bits > bytes.length * 8) {
            throw new IllegalArgumentException("a prefix length beyond the address");
        }
        for (int i = bits; i < bytes.length * 8; i++) {
            // 10.1.2.3/8 is mostly a slip for 10.1.2.3: refused instead of widened.
            if ((bytes[i / 8] >> (7 - i % 8) & 1) != 0) {
                throw new IllegalArgumentException("the address has bits beyond the prefix length");
            }
        }
    }

    /** The block, or empty when the text is none. */
    public static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int all = address.get().getAddress().length * 8;
        String length = slash < 0 ? Integer.toString(all) : text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cidr(address.get(), Integer.parseInt(length)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An address written in digits; names, scopes and the short IPv4 forms are none. */
    public static Optional<InetAddress> literal(String text) {
        boolean four = text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
        boolean six = text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]{2,45}");
        if (!four && !six) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the address lies in the block. IPv4 and IPv6 never match each other. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            if (((mine[i / 8] ^ other[i / 8]) >> (7 - i % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether every address of {@code other} lies in this block. */
    public boolean covers(Cidr other) {
        return bits <= other.bits && contains(other.network);
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
