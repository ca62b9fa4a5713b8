package io.sallyport.broker.door;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a connection comes from, as far as bounds are concerned: one IPv4 address, or the /64 an IPv6 address lies in,
 * because a single line usually has a whole /64 to choose from.
 *
 * @param prefix hex digits of the address or prefix
 */
record Source(String prefix) {
    static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Source(HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes));
    }
}
