package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
     */
    public record Difference(int index, Facts facts, List<Change> changes, List<String> details) {
        public Difference {
            changes = List.copyOf(changes);
            details = List.copyOf(details);
        }
    }

    private PolicyDiff() {}

    /** Decides every request under both; those that differ, the most dangerous first, then in the order asked. */
    public static List<Difference> compare(PolicySnapshot before, PolicySnapshot after,
            List<Facts> requests) {
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Facts facts = requests.get(i);
            compare(i, facts, before.decide(facts), after.decide(facts)).ifPresent(differences::add);
        }
        differences.sort(Comparator.comparing((Difference difference) -> difference.changes().getFirst())
                .thenComparingInt(Difference::index));
        return List.copyOf(differences);
    }

    private static Optional<Difference> compare(int index, Facts facts, Decision before, Decision after) {
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
                                + denied.reason());
                    }
                    case Decision.Allowed now -> terms(allowed, now, changes, details);
                }
            }
        }
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(index, facts, changes, details));
    }

    private static void terms(Decision.Allowed before, Decision.Allowed after, List<Change> changes,
            List<String> details) {
        int people = Integer.compare(after.people(), before.people());
        Rights both = Meet.of(before.rights(), after.rights());
        List<String> gained = both.fieldsOtherThanIn(after.rights());
        List<String> lost = both.fieldsOtherThanIn(before.rights());
        int end = after.end().compareTo(before.end());
        String ends = "ends " + after.end() + " (" + after.endReason() + "), before " + before.end()
                + "; at most " + Durations.text(after.max()) + ", before " + Durations.text(before.max());
        int max = end != 0 ? end : after.max().compareTo(before.max());
        String asked = after.people() + ", before " + before.people();
        add(people < 0, Change.FEWER_APPROVALS, asked, changes, details);
        add(!gained.isEmpty(), Change.WIDER, String.join(", ", gained), changes, details);
        add(max > 0, Change.LONGER, ends, changes, details);
        add(people > 0, Change.MORE_APPROVALS, asked, changes, details);
        add(max < 0, Change.SHORTER, ends, changes, details);
        add(!sameRules(before, after), Change.OTHER_RULE, rules(after) + ", before " + rules(before),
                changes, details);
        add(!lost.isEmpty(), Change.TIGHTER, String.join(", ", lost), changes, details);
    }

    private static boolean sameRules(Decision.Allowed before, Decision.Allowed after) {
        return before.rule().equals(after.rule()) && before.requires().equals(after.requires())
                && before.kind() == after.kind() && before.before().equals(after.before());
    }

    private static String rules(Decision.Allowed allowed) {
        return allowed.rule() + (allowed.requires().isEmpty()
                ? ""
                : " with " + String.join(", ", allowed.requires().stream().map(RuleId::value).toList()))
                + " (" + allowed.kind().text()
                + (allowed.before().isEmpty() ? "" : ": " + Approval.Slot.text(allowed.before())) + ")";
    }

    private static void add(boolean holds, Change change, String detail, List<Change> changes,
            List<String> details) {
        if (holds) {
            changes.add(change);
            details.add(detail);
        }
    }
}
