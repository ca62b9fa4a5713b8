package io.sallyport.broker.session;

import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.Optional;

/**
 * Which sessions a list shows.
 *
 * @param since only those opened at or after
 * @param live only those that run now
 * @param limit at most so many, newest first; 1 to 1000
 */
public record SessionFilter(Optional<OrganisationName> provider, Optional<TargetName> target,
        Optional<Instant> since,
        boolean live, int limit) {
    /** The newest 100 of all. */
    public static final SessionFilter ALL = new SessionFilter(Optional.empty(), Optional.empty(),
            Optional.empty(), false, 100);
    /** What runs now. */
    public static final SessionFilter LIVE = new SessionFilter(Optional.empty(), Optional.empty(),
            Optional.empty(), true, 1000);

    /** The same, of that provider. */
    SessionFilter of(OrganisationName only) {
        return new SessionFilter(Optional.of(only), target, since, live, limit);
    }

    public SessionFilter {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit must be 1 to 1000");
        }
    }
}
