package io.sallyport.agent.tunnel;

import io.sallyport.agent.AgentLimits;
import io.sallyport.wire.Limits;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a few quick ones, because a broker that restarts is back at once, then a random time up to a bound that
 * doubles. Random over the whole span, so that a thousand hosts do not come back in one moment. For one thread.
 */
final class Backoff {

    private final RandomGenerator random;
    private int attempts;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        int attempt = attempts++;
        if (attempt < AgentLimits.QUICK_ATTEMPTS) {
            return Duration.ofMillis(1 + random.nextLong(AgentLimits.QUICK_WAIT.toMillis()));
        }
        int doublings = Math.min(attempt - AgentLimits.QUICK_ATTEMPTS, 16);
        long bound = Math.min(Limits.RECONNECT_LONGEST.toMillis(),
                Limits.RECONNECT_FIRST.toMillis() << doublings);
        return Duration.ofMillis(1 + random.nextLong(bound));
    }

    /** The last attempt worked for a good while. */
    void worked() {
        attempts = 0;
    }
}
