package io.sallyport.broker.request;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.GrantId;

/** Takes grants back, for good. Live sessions under them end as soon as the agents hear of it. Blocking; safe for many threads. */
public final class Revocations {
    private final AuditTrail trail;
    private final RequestStore requests;
    private final Targets targets;

    public Revocations(AuditTrail trail, RequestStore requests, Targets targets) {
        this.trail = trail;
        this.requests = requests;
        this.targets = targets;
    }

    /** True when it is revoked now. Allowed: the engineer, approvers of the target's owner group, administrators of the company. */
    public boolean revoke(Person by, GrantId id, String reason) {
        return trail.commit(at -> requests.grant(id)
                .filter(issued -> issued.revoked().isEmpty() && mayRevoke(by, issued))
                .map(_ -> Ruling.of(true, new RequestEvent.GrantRevoked(at, Actor.of(by.name()), id, reason)))
                .orElseGet(() -> Ruling.of(false)));
    }

    private boolean mayRevoke(Person by, IssuedGrant issued) {
        if (issued.grant().person().equals(by.name())) {
            return true;
        }
        return by.internal() && (by.is(Role.ADMINISTRATOR) || (by.is(Role.APPROVER)
                && targets.byName(issued.grant().target()).filter(t -> by.groups().contains(t.owner()))
                        .isPresent()));
    }
}
