package io.sallyport.broker.ticket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Cidr;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
    private final AddressRule rule = new AddressRule(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "100.64.0.1",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.192", "192.0.2.1",
            "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "255.255.255.255",
            "::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1",
            "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1", "::127.0.0.1", "100::1", "3fff::1"})
    void insideIsRefused(String address) {
        assertFalse(rule.admits(InetAddress.ofLiteral(address)), address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.255.255.255", "11.0.0.1", "100.63.255.255", "172.15.255.255", "172.32.0.1",
            "192.167.255.255", "8.8.8.8", "2600::1", "2a00:1450:4001::1"})
    void outsideIsAdmitted(String address) {
        assertTrue(rule.admits(InetAddress.ofLiteral(address)), address);
    }

    // getByAddress makes an IPv4 address of such bytes; only this way they stay as they are.
    private static InetAddress mapped(byte[] four) throws UnknownHostException {
        byte[] bytes = new byte[16];
        bytes[10] = -1;
        bytes[11] = -1;
        System.arraycopy(four, 0, bytes, 12, 4);
        return Inet6Address.getByAddress("", bytes, -1);
    }

    @Test
    void anIpv4AddressInIpv6DressIsTheIpv4Address() throws UnknownHostException {
        InetAddress dressed = mapped(new byte[]{127, 0, 0, 1});
        assertEquals(16, dressed.getAddress().length, "still dressed");
        assertFalse(rule.admits(dressed));
        assertTrue(rule.admits(mapped(new byte[]{8, 8, 8, 8})));
        assertTrue(new AddressRule(List.of(Cidr.parse("127.0.0.0/8").orElseThrow())).admits(dressed));
    }

    @Property(tries = 300)
    void dressingChangesNothing(@ForAll byte a, @ForAll byte b, @ForAll byte c, @ForAll byte d)
            throws UnknownHostException {
        byte[] four = {a, b, c, d};
        assertEquals(rule.admits(InetAddress.getByAddress(four)), rule.admits(mapped(four)));
    }

    @Test
    void onlyWhatIsListedIsExempt() {
        AddressRule listed = new AddressRule(List.of(Cidr.parse("10.20.0.0/16").orElseThrow()));
        assertTrue(listed.admits(InetAddress.ofLiteral("10.20.3.4")));
        assertFalse(listed.admits(InetAddress.ofLiteral("10.21.3.4")));
        assertFalse(listed.admits(InetAddress.ofLiteral("127.0.0.1")));
    }
}
