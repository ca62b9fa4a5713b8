package io.sallyport.agent.tunnel;

import io.sallyport.wire.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** How far this host's clock is from the broker's, as last heard. Safe for many threads. */
final class BrokerClock {

    private final InstantSource time;
    private volatile Duration skew = Duration.ZERO;

    BrokerClock(InstantSource time) {
        this.time = time;
    }

    void heard(Instant brokerTime) {
        skew = Duration.between(brokerTime, time.instant());
    }

    /** Why no session may start: with clocks apart, times in certificates and grants mean nothing. */
    Optional<String> obstacle() {
        Duration now = skew;
        return now.abs().compareTo(Limits.CLOCK_SKEW) <= 0
                ? Optional.empty()
                : Optional.of("The target's clock is " + now.abs().toSeconds() + " s "
                        + (now.isNegative() ? "behind" : "ahead of")
                        + " the broker's; no session starts until it is right.");
    }
}
