package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.GroupName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The approvals a request needs, one seat for each, and who sits on which. A person takes one seat only, and people are
 * seated so that as many seats as possible are taken: an approver who fits two groups never blocks one who fits one.
 */
final class Seats {
    private final List<GroupName> seats = new ArrayList<>();
    private final List<Person> taken;
    private final int[] sitter;

    Seats(List<Slot> slots, Collection<Person> approvers) {
        for (Slot slot : slots) {
            for (int i = 0; i < slot.count(); i++) {
                seats.add(slot.group());
            }
        }
        this.taken = List.copyOf(approvers);
        this.sitter = new int[seats.size()];
        java.util.Arrays.fill(sitter, -1);
        for (int person = 0; person < taken.size(); person++) {
            seat(person, new HashSet<>());
        }
    }

    /** Nobody is missing. */
    boolean complete() {
        return missing().isEmpty();
    }

    /** The groups whose approval is missing, one entry for each. */
    List<GroupName> missing() {
        List<GroupName> missing = new ArrayList<>();
        for (int seat = 0; seat < sitter.length; seat++) {
            if (sitter[seat] < 0) {
                missing.add(seats.get(seat));
            }
        }
        return missing;
    }

    // Augmenting paths: whoever sits on a wanted seat moves to another one if that is possible.
    private boolean seat(int person, Set<Integer> tried) {
        for (int seat = 0; seat < sitter.length; seat++) {
            if (taken.get(person).groups().contains(seats.get(seat)) && tried.add(seat)
                    && (sitter[seat] < 0 || seat(sitter[seat], tried))) {
                sitter[seat] = person;
                return true;
            }
        }
        return false;
    }
}
