package io.sallyport.broker.audit;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Maintenance that people of the company declare. */
public sealed interface MaintenanceEvent extends Event {
    /**
     * @param maintenance its id
     * @param targets name to the group that owns it now; settled here for good
     * @param from inclusive
     * @param until exclusive
     */
    record MaintenanceDeclared(Instant at, Actor actor, String maintenance, PersonName declarer,
            Map<String, GroupName> targets, Instant from, Instant until, String reason)
            implements
                MaintenanceEvent {
        public MaintenanceDeclared {
            targets = java.util.Collections.unmodifiableMap(new TreeMap<>(targets));
        }
    }

    /** It is over earlier than declared, or does not begin at all. */
    record MaintenanceEnded(Instant at, Actor actor, String maintenance, PersonName person)
            implements
                MaintenanceEvent {}
}
