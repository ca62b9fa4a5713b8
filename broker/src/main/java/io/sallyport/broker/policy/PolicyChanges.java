package io.sallyport.broker.policy;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.policy.RuleChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What would be different.
 *
 * @param files that are not rules and were added, removed or changed, sorted: windows, profiles, vocabulary, tests
 */
public record PolicyChanges(RuleChanges rules, List<String> files) {
    private static final int NAMED = 40;

    public PolicyChanges {
        files = List.copyOf(files);
    }

    static PolicyChanges between(PolicyVersion before, PolicyVersion after) {
        TreeSet<String> names = new TreeSet<>(before.source().files().keySet());
        names.addAll(after.source().files().keySet());
        return new PolicyChanges(RuleChanges.between(before.snapshot(), after.snapshot()),
                names.stream().filter(name -> !name.startsWith("rules/"))
                        .filter(name -> !Objects.equals(before.source().files().get(name),
                                after.source().files().get(name)))
                        .toList());
    }

    /** A line for each kind of change. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        add("rules added", ids(rules.added()), lines);
        add("rules removed", ids(rules.removed()), lines);
        add("rules changed", ids(rules.changed()), lines);
        add("other files changed", files, lines);
        if (rules.isEmpty()) {
            lines.addFirst("no rule is added, removed or changed");
        }
        return lines;
    }

    private static List<String> ids(List<RuleId> rules) {
        return rules.stream().map(RuleId::value).toList();
    }

    private static void add(String what, List<String> names, List<String> lines) {
        if (!names.isEmpty()) {
            lines.add(what + " (" + names.size() + "): "
                    + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                    + (names.size() > NAMED ? ", ..." : ""));
        }
    }
}
