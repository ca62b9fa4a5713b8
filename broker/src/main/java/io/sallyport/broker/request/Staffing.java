package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.Places;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.yaml.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds rules that want more people than there are: nobody could ever fill their places. The policy does not know who is in a group and
 * the directory does not know the rules, so this needs both. Stateless.
 */
public final class Staffing {
    private Staffing() {}

    /** A warning for each rule that can't be met on some target; the first such target is named. */
    public static List<Problem> warnings(PolicySnapshot policy, List<Person> people, List<Target> targets) {
        List<Person> approvers = people.stream()
                .filter(person -> person.enabled() && person.internal() && person.is(Role.APPROVER)).toList();
        Map<String, Problem> first = new LinkedHashMap<>();
        for (Target target : targets) {
            for (Places places : policy
                    .places(new Facts.Target(target.name(), target.labels(), target.owner()))) {
                shortage(places, target, approvers).ifPresent(text -> first.putIfAbsent(
                        places.rule().value(), new Problem(places.at(), Problem.Severity.WARNING,
                                "too-few-people", text, Optional.of(
                                        "they have to be enabled, of the company itself, and have the role approver"))));
            }
        }
        return List.copyOf(first.values());
    }

    private static Optional<String> shortage(Places places, Target target, List<Person> approvers) {
        List<Slot> slots = places.slots().stream()
                .map(slot -> new Slot(slot.count(), slot.groupFor(target.owner()))).toList();
        if (!new Seats(slots, approvers).complete()) {
            return Optional.of("rule '" + places.rule() + "' wants " + text(slots) + " on " + target.name()
                    + "; the directory has " + who(slots, approvers));
        }
        return places.observers().stream().filter(observer -> in(observer.from(), approvers).size() < observer
                .count()).findFirst().map(observer -> watched(places, observer, approvers));
    }

    private static String watched(Places places, Observer observer, List<Person> approvers) {
        return "rule '" + places.rule() + "' wants to be watched by " + observer.count() + " of "
                + observer.from() + "; the directory has "
                + who(List.of(new Slot(observer.count(), observer.from())), approvers);
    }

    private static String text(List<Slot> slots) {
        return String.join(" and ", slots.stream().map(Slot::text).toList());
    }

    private static String who(List<Slot> slots, List<Person> approvers) {
        List<String> each = new ArrayList<>();
        for (GroupName group : slots.stream().map(Slot::group).distinct().toList()) {
            List<String> names = in(group, approvers).stream().map(person -> person.name().value()).sorted()
                    .toList();
            each.add((names.isEmpty() ? "nobody" : String.join(", ", names)) + " in " + group);
        }
        return String.join(" and ", each);
    }

    private static List<Person> in(GroupName group, List<Person> approvers) {
        return approvers.stream().filter(person -> person.groups().contains(group)).toList();
    }
}
