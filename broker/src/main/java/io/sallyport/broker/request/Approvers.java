package io.sallyport.broker.request;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.PersonName;
import java.util.List;
import java.util.Optional;

/**
 * Who may decide a request. What somebody was given after it was filed does not count for it: otherwise whoever keeps the
 * directory makes an approver to order. Reads the projection; safe for many threads.
 */
public final class Approvers {
    private final People people;
    private final RequestStore requests;

    public Approvers(People people, RequestStore requests) {
        this.people = people;
        this.requests = requests;
    }

    /**
     * Why this person may not decide this request; empty when they may. Uses what the directory says now, and said when
     * the request was filed.
     */
    Optional<RequestOutcome.Refused> obstacle(Person by, AccessRequest request) {
        return obstacle(by.name(), request, filed(request));
    }

    private Optional<RequestOutcome.Refused> obstacle(PersonName by, AccessRequest request, long filed) {
        Optional<Person> now = people.byName(by).filter(Person::enabled);
        Optional<RequestOutcome.Refused> obstacle = obstacle(now, request);
        return obstacle.isPresent()
                ? obstacle
                : obstacle(people.heldBefore(by, filed).filter(Person::enabled), request)
                        .flatMap(no -> refused(no.reason(),
                                "The role or group that lets you decide this was given to you after the"
                                        + " request was filed, so it does not count here. Let somebody decide"
                                        + " who held it before, or have the request filed again."));
    }

    // One that is being filed right now comes after everything that is in the directory.
    private long filed(AccessRequest request) {
        return requests.filedIndex(request.id()).orElse(Long.MAX_VALUE);
    }

    private static Optional<RequestOutcome.Refused> obstacle(Optional<Person> current,
            AccessRequest request) {
        if (current.isEmpty() || !current.get().internal() || !current.get().is(Role.APPROVER)) {
            return refused(RequestOutcome.Reason.NOT_AN_APPROVER,
                    "Deciding requests takes the role approver, inside the company.");
        }
        if (request.person().equals(current.get().name())) {
            return refused(RequestOutcome.Reason.OWN_REQUEST, "Nobody decides their own request.");
        }
        if (request.organisation().equals(current.get().organisation())) {
            return refused(RequestOutcome.Reason.SAME_ORGANISATION,
                    "You and the requester are of the same organisation.");
        }
        if (request.draft().slots().stream()
                .noneMatch(slot -> current.get().groups().contains(slot.group()))) {
            return refused(RequestOutcome.Reason.NOT_IN_GROUP,
                    "This request is for " + groups(request) + " to decide.");
        }
        return Optional.empty();
    }

    /** Who has approved so far and may still: approvals of people who lost the right to do so don't count. */
    List<Person> counting(AccessRequest request) {
        return among(request, request.approvals().stream().map(ApprovalGiven::approver).toList());
    }

    /** Everybody who may decide it now, by name. */
    List<Person> eligible(AccessRequest request) {
        return among(request, people.all().stream().map(Person::name).toList());
    }

    /** This approver as they count for this request: with no group that they were given after it was filed. */
    Optional<Person> counting(Person by, AccessRequest request) {
        return among(request, List.of(by.name())).stream().findFirst();
    }

    private List<Person> among(AccessRequest request, List<PersonName> names) {
        long filed = filed(request);
        return names.stream().filter(name -> obstacle(name, request, filed).isEmpty())
                .flatMap(name -> people.heldBefore(name, filed).stream()).toList();
    }

    private static String groups(AccessRequest request) {
        return String.join(" and ",
                request.draft().slots().stream().map(slot -> slot.group().value()).distinct().toList());
    }

    private static Optional<RequestOutcome.Refused> refused(RequestOutcome.Reason reason, String text) {
        return Optional.of(new RequestOutcome.Refused(reason, text));
    }
}
