package io.sallyport.broker.request;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.PersonName;
import java.util.List;
import java.util.Optional;

/**
 * Who may decide a request, and who may review an emergency. What somebody was given after it was filed does not count for it:
 * otherwise whoever keeps the directory makes an approver to order. Reads the projection; safe for many threads.
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
        return obstacle(by, Question.approval(request));
    }

    /** Why this person may not answer this question; empty when they may. */
    Optional<RequestOutcome.Refused> obstacle(Person by, Question question) {
        return obstacle(by.name(), question, filed(question.request()));
    }

    private Optional<RequestOutcome.Refused> obstacle(PersonName by, Question question, long filed) {
        Optional<Person> now = people.byName(by).filter(Person::enabled);
        Optional<RequestOutcome.Refused> obstacle = obstacle(now, question);
        return obstacle.isPresent()
                ? obstacle
                : obstacle(people.heldBefore(by, filed).filter(Person::enabled), question)
                        .flatMap(no -> refused(no.reason(), tooLate(question)));
    }

    private static String tooLate(Question question) {
        String text = "The role or group that lets you " + question.kind().verb()
                + " this was given to you after the request was filed, so it does not count here. Let somebody "
                + question.kind().verb() + " who held it before";
        return text + switch (question.kind()) {
            case APPROVAL -> ", or have the request filed again.";
            case REVIEW -> ".";
        };
    }

    // One that is being filed right now comes after everything that is in the directory.
    private long filed(AccessRequest request) {
        return requests.filedIndex(request.id()).orElse(Long.MAX_VALUE);
    }

    private static Optional<RequestOutcome.Refused> obstacle(Optional<Person> current, Question question) {
        AccessRequest request = question.request();
        if (current.isEmpty() || !current.get().internal() || !current.get().is(Role.APPROVER)) {
            return refused(RequestOutcome.Reason.NOT_AN_APPROVER,
                    question.kind().gerund() + " takes the role approver, inside the company.");
        }
        if (request.person().equals(current.get().name())) {
            return refused(RequestOutcome.Reason.OWN_REQUEST,
                    "Nobody " + question.kind().verb() + "s their own " + question.kind().noun() + ".");
        }
        if (request.organisation().equals(current.get().organisation())) {
            return refused(RequestOutcome.Reason.SAME_ORGANISATION,
                    "You and the requester are of the same organisation.");
        }
        if (question.slots().stream().noneMatch(slot -> current.get().groups().contains(slot.group()))) {
            return refused(RequestOutcome.Reason.NOT_IN_GROUP, "This " + question.kind().noun() + " is for "
                    + groups(question) + " to " + question.kind().verb() + ".");
        }
        return Optional.empty();
    }

    /** Who has approved so far and may still: approvals of people who lost the right to do so don't count. */
    List<Person> counting(AccessRequest request) {
        return counting(Question.approval(request));
    }

    /** Who has answered so far and may still. */
    List<Person> counting(Question question) {
        return among(question, question.answered());
    }

    /** Everybody who may answer it now, by name. */
    List<Person> eligible(Question question) {
        return among(question, people.all().stream().map(Person::name).toList());
    }

    /** This approver as they count for this request: with no group that they were given after it was filed. */
    Optional<Person> counting(Person by, AccessRequest request) {
        return counting(by, Question.approval(request));
    }

    /** This person as they count for this question. */
    Optional<Person> counting(Person by, Question question) {
        return among(question, List.of(by.name())).stream().findFirst();
    }

    private List<Person> among(Question question, List<PersonName> names) {
        long filed = filed(question.request());
        return names.stream().filter(name -> obstacle(name, question, filed).isEmpty())
                .flatMap(name -> people.heldBefore(name, filed).stream()).toList();
    }

    private static String groups(Question question) {
        return String.join(" and ",
                question.slots().stream().map(slot -> slot.group().value()).distinct().toList());
    }

    private static Optional<RequestOutcome.Refused> refused(RequestOutcome.Reason reason, String text) {
        return Optional.of(new RequestOutcome.Refused(reason, text));
    }
}
