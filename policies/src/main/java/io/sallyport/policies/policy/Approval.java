package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import java.util.List;
import java.util.Optional;

/** Whose yes an allow rule wants. */
public sealed interface Approval {
    /** People say yes beforehand: every slot must be filled, and one person fills at most one place. */
    record Before(List<Slot> slots) implements Approval {
        public Before {
            slots = List.copyOf(slots);
        }
    }

    /** The policy itself says yes. {@code reason} is kept with every grant. */
    record Automatic(String reason) implements Approval {}

    /**
     * So many people of a group.
     *
     * @param group empty for the group that owns the target
     */
    record Slot(int count, Optional<GroupName> group) {
        public Slot {
            if (count < 1 || count > 5) {
                throw new IllegalArgumentException("1 to 5 approvals");
            }
        }

        /** The group that fills it on a target of this owner. */
        public GroupName groupFor(GroupName owner) {
            return group.orElse(owner);
        }

        /** As people read it: {@code 2 of dba-owners}. */
        public String text() {
            return count + " of " + group.map(GroupName::value).orElse("the target's owners");
        }
    }

    /** How many yeses are needed beforehand. */
    default int count() {
        return switch (this) {
            case Before(List<Slot> slots) -> slots.stream().mapToInt(Slot::count).sum();
            case Automatic _ -> 0;
        };
    }

    /** As people read it. */
    default String text() {
        return switch (this) {
            case Before(List<Slot> slots) -> String.join(" and ", slots.stream().map(Slot::text).toList());
            case Automatic(String reason) -> "none: " + reason;
        };
    }
}
