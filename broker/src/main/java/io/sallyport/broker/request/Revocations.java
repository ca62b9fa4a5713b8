package io.sallyport.broker.request;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.RequestId;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes grants back, for good. Live sessions under them end as soon as the agents hear of it. Blocking; safe for many threads. */
public final class Revocations {
    /** Characters of why. */
    public static final int REASON = 500;

    private final AuditTrail trail;
    private final RequestStore requests;
    private final People people;
    private final Targets targets;

    public Revocations(AuditTrail trail, RequestStore requests, People people, Targets targets) {
        this.trail = trail;
        this.requests = requests;
        this.people = people;
        this.targets = targets;
    }

    /**
     * Takes back what came of a request. The engineer may, to give it back; an approver of the company who owns the target, or whose group
     * approves or reviews the request; an administrator of the company.
     */
    public RevokeOutcome revoke(Person by, RequestId id, String reason) {
        if (reason.isBlank() || reason.length() > REASON) {
            return new RevokeOutcome.Refused("Say why, in at most " + REASON + " characters.");
        }
        return trail.commit(at -> {
            Optional<AccessRequest> request = requests.request(id);
            Optional<IssuedGrant> issued = request.flatMap(AccessRequest::grant).flatMap(requests::grant);
            if (issued.isEmpty()) {
                return refused("Nothing was granted for " + id + ".");
            }
            if (people.byName(by.name()).filter(person -> mayRevoke(person, request.get())).isEmpty()) {
                return refused("Taking it back is for the engineer, for approvers of "
                        + String.join(", ", groups(request.get()).map(GroupName::value).distinct().toList())
                        + ", and for administrators of the company.");
            }
            return obstacle(issued.get(), at).<Ruling<RevokeOutcome>>map(Revocations::refused).orElseGet(
                    () -> Ruling.of(new RevokeOutcome.Revoked(request.get()),
                            new RequestEvent.GrantRevoked(at,
                                    Actor.of(by.name()), issued.get().grant().id(), reason)));
        });
    }

    private static Optional<String> obstacle(IssuedGrant issued, Instant at) {
        if (issued.revoked().isPresent()) {
            return Optional.of("It was taken back already: " + issued.revoked().get());
        }
        return at.isBefore(issued.grant().notAfter())
                ? Optional.empty()
                : Optional.of("It ended at " + issued.grant().notAfter() + ".");
    }

    private static Ruling<RevokeOutcome> refused(String text) {
        return Ruling.of(new RevokeOutcome.Refused(text));
    }

    private boolean mayRevoke(Person by, AccessRequest request) {
        if (!by.enabled()) {
            return false;
        }
        return request.person().equals(by.name()) || (by.internal() && (by.is(Role.ADMINISTRATOR)
                || (by.is(Role.APPROVER) && groups(request).anyMatch(by.groups()::contains))));
    }

    private Stream<GroupName> groups(AccessRequest request) {
        return Stream.of(
                targets.byName(request.form().target()).map(target -> target.owner()).stream(),
                request.draft().slots().stream().map(Slot::group),
                request.draft().review().stream().flatMap(terms -> terms.slots().stream()).map(Slot::group))
                .flatMap(each -> each);
    }
}
