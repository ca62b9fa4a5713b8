package io.sallyport.broker.maintenance;

import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Fact;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Declared maintenance, held in memory: answers without I/O. Safe for many threads. */
public final class Maintenances {
    private final MaintenanceStore store;
    private final InstantSource time;
    private volatile List<Maintenance> now;

    public Maintenances(MaintenanceStore store, InstantSource time) {
        this.store = store;
        this.time = time;
        this.now = store.notOver(time.instant());
    }

    /**
     * The fact for policy: until when a maintenance of this target is open that is open at {@code at}. Such as touch or overlap are one.
     *
     * @param notBy people whose declarations do not count here: nobody opens a way for what they ask for or approve themselves
     */
    public Fact<Instant> openUntil(Target target, Instant at, Set<PersonName> notBy) {
        List<Maintenance> counting = now.stream()
                .filter(each -> each.covers(target) && !notBy.contains(each.declarer())).toList();
        Instant end = at;
        boolean longer = true;
        while (longer) {
            Instant reached = end;
            Instant next = counting.stream()
                    .filter(each -> !each.from().isAfter(reached) && each.over().isAfter(reached))
                    .map(Maintenance::over).max(Instant::compareTo).orElse(reached);
            longer = next.isAfter(reached);
            end = next;
        }
        return end.isAfter(at) ? Fact.known(end) : Fact.absent();
    }

    /** Those that are open or still to come. */
    public List<Maintenance> current() {
        Instant at = time.instant();
        return now.stream().filter(each -> each.over().isAfter(at)).toList();
    }

    /** Reads the projection again. Blocks. */
    public void refresh() {
        now = store.notOver(time.instant());
    }
}
