package io.sallyport.policies.policy;

import io.sallyport.policies.grant.RightsReader;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code approval} block of an allow rule: exactly one of its kinds. */
final class ApprovalReader {
    private static final int REASON_LEAST = 10;
    private static final int REASON_MOST = 200;
    private static final String TARGET_OWNER = "target-owner";

    private final Fields rule;
    private final Vocabulary vocabulary;
    private final Problems problems;

    ApprovalReader(Fields rule, Vocabulary vocabulary) {
        this.rule = rule;
        this.vocabulary = vocabulary;
        this.problems = rule.problems();
    }

    Optional<Approval> read() {
        rule.requiredNode("approval");
        return rule
                .block("approval", "an approval block",
                        Set.of("before", "automatic", "after", "within", "unreviewed", "quota", "notify"))
                .flatMap(block -> {
                    for (String later : List.of("after", "within", "unreviewed", "quota", "notify")) {
                        PolicyCompiler.refuseLater(block, later);
                    }
                    if (block.has("before") == block.has("automatic")) {
                        problems.error(block.at(), "approval-kind",
                                "an approval block has exactly one of before and automatic");
                        return Optional.empty();
                    }
                    return block.has("before") ? before(block) : automatic(block);
                });
    }

    private Optional<Approval> automatic(Fields block) {
        return block.text("automatic").flatMap(reason -> {
            if (reason.strip().length() < REASON_LEAST || reason.length() > REASON_MOST) {
                problems.error(block.at("automatic"), "reason-needed",
                        "'automatic' is the reason why nobody has to say yes, " + REASON_LEAST + " to "
                                + REASON_MOST + " characters");
                return Optional.empty();
            }
            return Optional.of(new Approval.Automatic(reason.strip()));
        });
    }

    private Optional<Approval> before(Fields block) {
        List<Approval.Slot> slots = new ArrayList<>();
        for (YamlNode node : block.items("before")) {
            Fields.of(node, "an entry of 'before'", Set.of("count", "from"), problems).flatMap(this::slot)
                    .ifPresent(slots::add);
        }
        return slots.isEmpty() ? Optional.empty() : Optional.of(new Approval.Before(slots));
    }

    private Optional<Approval.Slot> slot(Fields entry) {
        int count = RightsReader.number(entry, "count", 1, 5).orElse(1);
        return entry.requiredText("from").flatMap(from -> {
            if (from.equals(TARGET_OWNER)) {
                return Optional.of(new Approval.Slot(count, Optional.empty()));
            }
            if (vocabulary.external().contains(from)) {
                problems.error(entry.at("from"), "approver-not-internal",
                        "'" + from + "' is not an internal group; only internal people may approve");
                return Optional.empty();
            }
            if (!vocabulary.internal().contains(from)) {
                List<String> known = new ArrayList<>(vocabulary.internal());
                known.add(TARGET_OWNER);
                problems.add(new Problem(entry.at("from"), Problem.Severity.ERROR, "unknown-group",
                        "'" + from + "' is not an internal group",
                        Suggestion.hint(from, known)));
                return Optional.empty();
            }
            return GroupName.parse(from).map(group -> new Approval.Slot(count, Optional.of(group)));
        });
    }
}
