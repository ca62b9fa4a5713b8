package io.sallyport.broker.maintenance;

import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A declared maintenance.
 *
 * @param targets each with the group that owned it when this was declared
 * @param from inclusive
 * @param until exclusive
 * @param reason as typed: sanitise before showing
 * @param ended when somebody ended it early
 */
public record Maintenance(MaintenanceId id, PersonName declarer, Map<TargetName, GroupName> targets,
        Instant from,
        Instant until, String reason, Optional<Instant> ended) {
    public Maintenance {
        targets = Collections.unmodifiableMap(new TreeMap<>(targets));
    }

    /** The declarer answered for this target, and the same group answers for it still. */
    boolean covers(Target target) {
        return target.owner().equals(targets.get(target.name()));
    }

    /** How one stands at an instant. Codes are shown and never change. */
    public enum State {
        TO_COME, OPEN, OVER, ENDED;

        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public State state(Instant at) {
        return ended.isPresent()
                ? State.ENDED
                : at.isBefore(from)
                        ? State.TO_COME
                        : at.isBefore(until) ? State.OPEN : State.OVER;
    }

    /** When it is over, exclusive: as declared, or earlier. */
    public Instant over() {
        return ended.filter(until::isAfter).orElse(until);
    }
}
