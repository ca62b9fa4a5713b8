package io.sallyport.broker.gateway;

import io.sallyport.policies.id.TargetName;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an engineer's client asks to be connected to. It is a name of ours or nothing: it is never resolved and never
 * dialled, so that the gateway cannot be made to reach anything but an enrolled agent.
 */
sealed interface TargetAddress {
    record Named(TargetName target) implements TargetAddress {}

    record NotATarget(String text) implements TargetAddress {}

    /** SSH's port: there is nothing else on the other end of a tunnel. */
    int PORT = 22;
    Pattern NUMERIC = Pattern.compile("[0-9.]+|0x[0-9a-f.x]+|.*:.*");

    /** Reads host and port of a direct-tcpip request, both as hostile as their sender. */
    static TargetAddress of(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        Optional<TargetName> target = TargetName.parse(name);
        if (target.isEmpty() || NUMERIC.matcher(name).matches()) {
            return new NotATarget(
                    "The gateway connects to targets by name only, never to addresses. List yours: ssh gw targets");
        }
        if (name.equals("gw") || name.equals("localhost") || name.endsWith(".localhost")) {
            return new NotATarget("That names the gateway itself, not a target. List yours: ssh gw targets");
        }
        if (port != PORT) {
            return new NotATarget(
                    "Only port 22 of a target can be reached. Forward other ports inside the session, if your grant allows.");
        }
        return new Named(target.get());
    }
}
