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
        List<Person> counting = approvers.counting(request);
        Set<GroupName> missing = new LinkedHashSet<>(new Seats(request.draft().slots(), counting).missing());
        List<Person> free = approvers.eligible(request).stream().filter(person -> !counting.contains(person))
                .toList();
        return missing.isEmpty()
                ? "nobody"
                : String.join(" and ",
                        missing.stream().map(group -> group + " (" + names(group, free) + ")").toList());
    }

    private static String names(GroupName group, List<Person> free) {
        List<String> names = free.stream().filter(person -> person.groups().contains(group))
                .map(Person::fullName).toList();
        if (names.isEmpty()) {
            return "nobody can approve now";
        }
        return String.join(" or ", names.subList(0, Math.min(NAMES, names.size())))
                + (names.size() > NAMES ? " or others" : "");
    }
}
