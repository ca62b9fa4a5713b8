package io.sallyport.broker;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen, or what to dial: {@code 127.0.0.1:2222}, {@code [::1]:2222}, {@code gw.example.com:2222}.
 *
 * @param port 0 to 65535; 0: any free one
 */
public record HostPort(String host, int port) {
    private static final Pattern SHAPE = Pattern
            .compile("(?:\\[([0-9a-fA-F:.]+)]|([A-Za-z0-9.-]{1,253})):([0-9]{1,5})");

    /** What {@code text} says, or empty when it is none. */
    public static Optional<HostPort> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group(3));
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return port > 65_535 || host == null ? Optional.empty() : Optional.of(new HostPort(host, port));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
