package io.sallyport.broker.request;

import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an engineer asks for.
 *
 * @param duration how long, from the start; positive
 * @param at wished start; absent: as soon as it is granted
 * @param reason why, at most 500 characters, as typed (sanitise before showing)
 * @param breakGlass emergency access: nobody is asked beforehand, people review it afterwards
 */
public record RequestForm(TargetName target, LoginName login, Duration duration, Optional<Instant> at,
        Optional<String> ticket, String reason, boolean breakGlass) {

    /** An ordinary request. */
    public RequestForm(TargetName target, LoginName login, Duration duration, Optional<Instant> at,
            Optional<String> ticket, String reason) {
        this(target, login, duration, at, ticket, reason, false);
    }

    /** The same, as an emergency if {@code wanted}. */
    public RequestForm withBreakGlass(boolean wanted) {
        return new RequestForm(target, login, duration, at, ticket, reason, wanted);
    }
}
