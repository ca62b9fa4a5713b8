package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.GrantId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people may see of requests and grants. Changes nothing. Blocking; safe for many threads. */
public final class RequestViews {
    private static final Pattern PREFIX = Pattern.compile("r-[a-z2-7]{3,10}");

    private final RequestStore requests;
    private final Approvers approvers;
    private final WaitsFor waitsFor;
    private final InstantSource time;

    public RequestViews(RequestStore requests, Approvers approvers, WaitsFor waitsFor, InstantSource time) {
        this.requests = requests;
        this.approvers = approvers;
        this.waitsFor = waitsFor;
        this.time = time;
    }

    /** The undecided requests that this person may decide and has not approved yet, oldest first. */
    public List<AccessRequest> inbox(Person approver) {
        return requests.pending().stream()
                .filter(request -> time.instant().isBefore(request.expiresAt()))
                .filter(request -> approvers.obstacle(approver, request).isEmpty())
                .filter(request -> request.approvals().stream()
                        .noneMatch(a -> a.approver().equals(approver.name())))
                .toList();
    }

    /** The person's own requests, newest first, at most 50. */
    public List<AccessRequest> mine(Person person) {
        return requests.of(person.name(), 50);
    }

    /** The person's grants that are not over and not revoked, those that start later too. */
    public List<IssuedGrant> grants(Person person) {
        return requests.grants(person.name(), time.instant());
    }

    /**
     * The request with this id or unique prefix ({@code r-} and at least 3 characters). Own requests, and all of them for
     * auditors and for approvers and administrators of the company; an emergency also for the groups that hear of it. Absent and
     * hidden look the same.
     */
    public Optional<AccessRequest> show(Person viewer, String idOrPrefix) {
        if (!PREFIX.matcher(idOrPrefix).matches()) {
            return Optional.empty();
        }
        List<AccessRequest> found = requests.startingWith(idOrPrefix).stream().filter(r -> sees(viewer, r))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The grant with this id, for whoever may see the request it came of. */
    public Optional<IssuedGrant> grant(Person viewer, GrantId id) {
        return requests.grant(id)
                .filter(issued -> requests.request(issued.request()).filter(request -> sees(viewer, request))
                        .isPresent());
    }

    /** Tickets of undecided requests and of grants that are not over; those of live sessions first. */
    public List<String> tickets() {
        return requests.tickets(time.instant());
    }

    /** Whose approval a request waits for, in words. */
    public String waitsFor(AccessRequest request) {
        return waitsFor.text(request);
    }

    /** True when this person could approve or deny the request now. */
    public boolean mayDecide(Person person, AccessRequest request) {
        return request.pending() && approvers.obstacle(person, request).isEmpty();
    }

    static boolean sees(Person viewer, AccessRequest request) {
        return request.person().equals(viewer.name()) || viewer.is(Role.AUDITOR)
                || request.draft().review().filter(terms -> terms.concerns(viewer)).isPresent()
                || (viewer.internal() && (viewer.is(Role.APPROVER) || viewer.is(Role.ADMINISTRATOR)));
    }
}
