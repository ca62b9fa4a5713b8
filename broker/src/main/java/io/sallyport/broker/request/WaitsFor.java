package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.GroupName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says in words whose approval a request waits for. Reads the projection; safe for many threads. */
public final class WaitsFor {
    private static final int NAMES = 4;

    private final Approvers approvers;

    public WaitsFor(Approvers approvers) {
        this.approvers = approvers;
    }

    /** For example {@code ops-owners (Ada Approver or Otto Owner) and security (nobody can approve now)}. */
    public String text(AccessRequest request) {
        return text(Question.approval(request));
    }

    /** Whose review is missing, in the same way. */
    public String text(Review review) {
        return text(Question.review(review));
    }

    private String text(Question question) {
        List<Person> counting = approvers.counting(question);
        Set<GroupName> missing = new LinkedHashSet<>(new Seats(question.slots(), counting).missing());
        List<Person> free = approvers.eligible(question).stream().filter(person -> !counting.contains(person))
                .toList();
        return missing.isEmpty()
                ? "nobody"
                : String.join(" and ", missing.stream()
                        .map(group -> group + " (" + names(group, free, question.kind()) + ")").toList());
    }

    private static String names(GroupName group, List<Person> free, Question.Kind kind) {
        List<String> names = free.stream().filter(person -> person.groups().contains(group))
                .map(Person::fullName).toList();
        if (names.isEmpty()) {
            return "nobody can " + kind.deed() + " now";
        }
        return String.join(" or ", names.subList(0, Math.min(NAMES, names.size())))
                + (names.size() > NAMES ? " or others" : "");
    }
}
