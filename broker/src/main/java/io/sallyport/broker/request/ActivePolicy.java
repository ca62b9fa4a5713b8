package io.sallyport.broker.request;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.policies.policy.PolicySnapshot;
import java.util.Optional;

/** The policy in force: one snapshot, replaced as a whole. Safe for many threads. */
public final class ActivePolicy {
    private final AuditTrail trail;
    private volatile PolicySnapshot current;

    /** Commits that this policy is in force from now on. */
    public ActivePolicy(AuditTrail trail, PolicySnapshot first, Optional<String> commit) {
        this.trail = trail;
        this.current = first;
        trail.record(at -> new BrokerEvent.PolicyActivated(at, Actor.OPERATOR, first.hash(), commit));
    }

    public PolicySnapshot current() {
        return current;
    }

    /**
     * Replaces the policy. True when it is another one; the journal says so.
     *
     * @param commit what git had checked out where it came from
     */
    public boolean activate(PolicySnapshot next, Actor by, Optional<String> commit) {
        // Under the lock of the trail, so that no decision mixes two policies.
        return trail.commit(at -> {
            if (next.hash().equals(current.hash())) {
                return Ruling.of(false);
            }
            current = next;
            return Ruling.of(true, new BrokerEvent.PolicyActivated(at, by, next.hash(), commit));
        });
    }
}
