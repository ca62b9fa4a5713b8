package io.sallyport.broker.maintenance;

import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody wants to declare.
 *
 * @param targets by name; empty: by {@code where}
 * @param where labels that a target has to have, all of them; empty: by {@code targets}
 * @param from absent: now
 */
public record MaintenanceForm(Set<TargetName> targets, Map<String, String> where, Optional<Instant> from,
        Instant until, String reason) {
    public MaintenanceForm {
        targets = Set.copyOf(targets);
        where = Map.copyOf(where);
    }
}
