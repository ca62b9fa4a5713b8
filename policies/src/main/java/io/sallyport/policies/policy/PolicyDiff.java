package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What another policy would have answered to requests that were made. Pure; safe for many threads. */
public final class PolicyDiff {

    /** What can change, the most dangerous first: what opens more stands before what opens less. */
    public enum Change {
        NEWLY_ALLOWED("newly allowed"), FEWER_APPROVALS("fewer approvals"), WIDER("more rights"), LONGER(
                "longer"), NEWLY_DENIED("newly denied"), MORE_APPROVALS("more approvals"), SHORTER(
                        "shorter"), OTHER_RULE("other rule"), TIGHTER("fewer rights");

        private final String text;

        Change(String text) {
            this.text = text;
        }

        /** For people. */
        public String text() {
            return text;
        }

        /** Whether it gives somebody more than before. */
        public boolean opens() {
            return compareTo(NEWLY_DENIED) < 0;
        }
    }

    /**
     * A request that would be answered in another way.
     *
     * @param index of the request among those asked, from 0
     * @param changes at least one, the most dangerous first
     * @param details one line for each change
     * @param before the rules that decide it before, each with its place, {@code id at file:line:column}
     * @param after the rules that decide it afterwards
     */
    public record Difference(int index, Facts facts, List<Change> changes, List<String> details,
            List<String> before, List<String> after) {
        public Difference {
            changes = List.copyOf(changes);
            details = List.copyOf(details);
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** Whether it gives somebody more than before. */
        public boolean opens() {
            return changes.getFirst().opens();
        }
    }

    private PolicyDiff() {}

    /** Decides every request under both; those that differ, the most dangerous first, then in the order asked. */
    public static List<Difference> compare(PolicySnapshot before, PolicySnapshot after,
            List<Facts> requests) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Facts facts = requests.get(i);
            between(i, before.decide(facts), after.decide(facts)).ifPresent(differences::add);
        }
        differences.sort(Comparator.comparing((Difference difference) -> difference.changes().getFirst())
                .thenComparingInt(Difference::index));
        return List.copyOf(differences);
    }

    /**
     * What is different between two answers to the same facts; empty when they say the same. Words do not count: titles, reasons and where a
     * rule stands.
     */
    public static Optional<Difference> between(int index, Decision before, Decision after) {
        List<Change> changes = new ArrayList<>();
        List<String> details = new ArrayList<>();
        switch (before) {
            case Decision.Denied denied -> {
                if (after instanceof Decision.Allowed allowed) {
                    changes.add(Change.NEWLY_ALLOWED);
                    details.add("by " + allowed.rule() + ", " + allowed.approval().text() + "; before: "
                            + denied.reason());
                }
            }
            case Decision.Allowed allowed -> {
                switch (after) {
                    case Decision.Denied denied -> {
                        changes.add(Change.NEWLY_DENIED);
                        details.add(denied.rule().map(rule -> "by " + rule + ": ").orElse("")
                                + denied.reason() + why(allowed.rule(), denied));
                    }
                    case Decision.Allowed now -> terms(allowed, now, changes, details);
                }
            }
        }
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(index, after.explanation().facts(), changes, details,
                        places(before), places(after)));
    }

    /** Why the rule that was used does not fit any more, in the new policy's own words. */
    private static String why(RuleId rule, Decision.Denied denied) {
        if (denied.rule().isPresent()) {
            return "";
        }
        Optional<Trace> own = denied.explanation().trace(rule);
        List<String> failed = own.stream().flatMap(trace -> trace.failed().stream())
                .map(check -> check.field() + " " + check.wanted()).toList();
        return own.isEmpty()
                ? " There is no rule " + rule + "."
                : failed.isEmpty() ? "" : " Rule " + rule + " needs " + String.join("; ", failed) + ".";
    }

    private static List<String> places(Decision decision) {
        List<RuleId> used = new ArrayList<>();
        switch (decision) {
            case Decision.Allowed allowed -> {
                used.add(allowed.rule());
                used.addAll(allowed.requires());
            }
            case Decision.Denied denied -> denied.rule().ifPresent(used::add);
        }
        return used.stream().flatMap(rule -> decision.explanation().trace(rule).stream())
                .map(trace -> trace.rule() + " at " + trace.at()).toList();
    }

    private static void terms(Decision.Allowed before, Decision.Allowed after, List<Change> changes,
            List<String> details) {
        int people = Integer.compare(after.people(), before.people());
        int reviewers = Integer.compare(reviewers(after), reviewers(before));
        boolean fewer = people < 0 || (people == 0 && reviewers < 0);
        boolean more = people > 0 || (people == 0 && reviewers > 0);
        Rights both = Meet.of(before.rights(), after.rights());
        List<String> gained = both.fieldsOtherThanIn(after.rights());
        List<String> lost = both.fieldsOtherThanIn(before.rights());
        int end = after.end().compareTo(before.end());
        String ends = "ends " + after.end() + " (" + after.endReason() + "), before " + before.end()
                + "; at most " + Durations.text(after.max()) + ", before " + Durations.text(before.max());
        int max = after.max().compareTo(before.max());
        String asked = people != 0
                ? after.people() + ", before " + before.people()
                : "afterwards " + reviewers(after) + ", before " + reviewers(before);
        add(fewer, Change.FEWER_APPROVALS, asked, changes, details);
        add(!gained.isEmpty(), Change.WIDER, String.join(", ", gained), changes, details);
        add(end > 0 || max > 0, Change.LONGER, ends, changes, details);
        add(more, Change.MORE_APPROVALS, asked, changes, details);
        add(end < 0 || max < 0, Change.SHORTER, ends, changes, details);
        add(!sameRules(before, after), Change.OTHER_RULE, rules(after) + ", before " + rules(before),
                changes, details);
        add(!lost.isEmpty(), Change.TIGHTER, String.join(", ", lost), changes, details);
    }

    private static int reviewers(Decision.Allowed allowed) {
        return allowed.approval() instanceof Approval.After after ? Approval.Slot.people(after.slots()) : 0;
    }

    private static boolean sameRules(Decision.Allowed before, Decision.Allowed after) {
        return before.rule().equals(after.rule()) && before.requires().equals(after.requires())
                && before.kind() == after.kind() && sorted(before.before()).equals(sorted(after.before()))
                && review(before).equals(review(after));
    }

    /** In whatever order they are written. */
    private static List<String> sorted(List<Approval.Slot> slots) {
        return slots.stream().map(Approval.Slot::text).sorted().toList();
    }

    private static List<Object> review(Decision.Allowed allowed) {
        return allowed.approval() instanceof Approval.After after
                ? List.of(sorted(after.slots()), after.within(), after.unreviewed(), after.quota(),
                        Set.copyOf(after.told()))
                : List.of();
    }

    private static String rules(Decision.Allowed allowed) {
        return allowed.rule() + (allowed.requires().isEmpty()
                ? ""
                : " with " + String.join(", ", allowed.requires().stream().map(RuleId::value).toList()))
                + " (" + allowed.kind().text()
                + (allowed.before().isEmpty() ? "" : ": " + Approval.Slot.text(allowed.before()))
                + (allowed.approval() instanceof Approval.After after
                        ? ": " + after.text() + ", unreviewed: " + after.unreviewed().text()
                        : "")
                + ")";
    }

    private static void add(boolean holds, Change change, String detail, List<Change> changes,
            List<String> details) {
        if (holds) {
            changes.add(change);
            details.add(detail);
        }
    }
}
