package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
     * Emergency access: nobody is asked beforehand, people review it afterwards. Never chosen unless it is asked for.
     *
     * @param slots reviewers, filled as those of {@link Before}
     * @param within how long after the grant's end the review may take, 1 h to 30 d
     * @param unreviewed what happens when it takes longer
     * @param quota how often one organisation may use this rule
     * @param told internal groups that are told at once
     */
    record After(List<Slot> slots, Duration within, Unreviewed unreviewed, Quota quota,
            List<GroupName> told) implements Approval {
        public After {
            slots = List.copyOf(slots);
            told = List.copyOf(told);
        }
    }

    /** What happens when an emergency access is not reviewed in time. */
    enum Unreviewed {
        /** The organisation gets no emergency access until it is reviewed. */
        SUSPEND,
        /** It is reported, nothing else. */
        REPORT;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * So many times in so many days, counted back from the request.
     *
     * @param count 1 to 100
     * @param days 1 to 365
     */
    record Quota(int count, int days) {
        public Quota {
            if (count < 1 || count > 100 || days < 1 || days > 365) {
                throw new IllegalArgumentException("1 to 100 times in 1 to 365 days");
            }
        }

        /** As written in files: {@code 2 per 30d}. */
        public String text() {
            return count + " per " + days + "d";
        }
    }

    /**
     * So many people of a group.
     *
     * @param count 1 to 5
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

        static String text(List<Slot> slots) {
            return String.join(" and ", slots.stream().map(Slot::text).toList());
        }

        /** How many people fill all of them. */
        static int people(List<Slot> slots) {
            return slots.stream().mapToInt(Slot::count).sum();
        }
    }

    /** How many yeses are needed beforehand. */
    default int count() {
        return switch (this) {
            case Before(List<Slot> slots) -> Slot.people(slots);
            case Automatic _,After _ -> 0;
        };
    }

    /** As people read it. */
    default String text() {
        return switch (this) {
            case Before(List<Slot> slots) -> Slot.text(slots);
            case Automatic(String reason) -> "none: " + reason;
            case After after -> "none beforehand; reviewed by " + Slot.text(after.slots()) + " within "
                    + Durations.text(after.within()) + ", at most " + after.quota().text();
        };
    }
}
