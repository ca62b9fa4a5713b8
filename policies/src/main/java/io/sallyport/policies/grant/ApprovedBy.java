package io.sallyport.policies.grant;

import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One yes. {@code at} is kept in whole seconds. */
public record ApprovedBy(PersonName person, Instant at) {

    public ApprovedBy {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }
}
