package io.sallyport.broker.identity;

import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How strongly somebody proved who they are, and when.
 *
 * @param level what was shown: {@link Mfa#NONE} is a key or a code that a key obtained
 * @param at when it was shown, not when it was last relied on
 * @param by the factor that showed it, where the account is kept here
 */
public record Assurance(Mfa level, Instant at, Optional<ShownFactor> by) {
    /** By a key, or by a factor that somebody else keeps. */
    public Assurance(Mfa level, Instant at) {
        this(level, at, Optional.empty());
    }

    /** True when at least {@code wanted} was shown, and not longer than {@code age} before {@code now}. */
    public boolean covers(Mfa wanted, Duration age, Instant now) {
        return level.atLeast(wanted) && !now.isAfter(at.plus(age));
    }

    /** True before {@code remember} is over since it was shown: the rule of proofs that are remembered over SSH. */
    public boolean countsFor(Duration remember, Instant now) {
        return now.isBefore(at.plus(remember));
    }
}
