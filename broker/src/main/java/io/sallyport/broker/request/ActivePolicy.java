package io.sallyport.broker.request;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.policies.policy.PolicySnapshot;
import java.util.Optional;

/** The policy in force: one snapshot, replaced as a whole. Safe for many threads. */
public final class ActivePolicy implements CurrentPolicy {
    private final AuditTrail trail;
    private volatile PolicySnapshot current;
    private PolicySnapshot next; // written and read under the lock of the trail

    /** Commits that this policy is in force from now on. */
    public ActivePolicy(AuditTrail trail, PolicySnapshot first, Optional<String> commit) {
        this.trail = trail;
        this.current = first;
        this.next = first;
        trail.onProjected(events -> events.forEach(this::committed));
        trail.record(at -> new BrokerEvent.PolicyActivated(at, Actor.OPERATOR, first.hash(), commit,
                Optional.empty()));
    }

    @Override
    public PolicySnapshot current() {
        return current;
    }

    /**
     * Replaces the policy. True when it is another one; the journal says so.
     *
     * @param commit what git had checked out where it came from
     * @param operatorUser account of the operating system that wanted it
     */
    public boolean activate(PolicySnapshot wanted, Actor by, Optional<String> commit,
            Optional<String> operatorUser) {
        // Under the lock of the trail, so that no decision mixes two policies.
        return trail.commit(at -> {
            if (wanted.hash().equals(current.hash())) {
                return Ruling.of(false);
            }
            next = wanted;
            return Ruling.of(true,
                    new BrokerEvent.PolicyActivated(at, by, wanted.hash(), commit, operatorUser));
        });
    }

    // Only what the journal has is in force.
    private void committed(Committed committed) {
        if (committed.event() instanceof BrokerEvent.PolicyActivated activated
                && activated.hash().equals(next.hash())) {
            current = next;
        }
    }
}
