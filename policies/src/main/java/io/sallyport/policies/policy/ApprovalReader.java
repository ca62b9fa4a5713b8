package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.RightsReader;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the {@code approval} block of a rule: exactly one of its kinds, and in a require rule only what is added beforehand. */
final class ApprovalReader {
    static final String TARGET_OWNER = "target-owner";
    private static final int REASON_LEAST = 10;
    private static final int REASON_MOST = 200;
    private static final Duration WITHIN = Duration.ofHours(24);
    private static final Duration WITHIN_LEAST = Duration.ofHours(1);
    private static final Duration WITHIN_MOST = Duration.ofDays(30);
    private static final Approval.Quota QUOTA = new Approval.Quota(2, 30);
    private static final Pattern QUOTA_FORM = Pattern.compile("([0-9]{1,3}) per ([0-9]{1,3})d");

    private final Fields rule;
    private final Vocabulary vocabulary;
    private final Problems problems;

    ApprovalReader(Fields rule, Vocabulary vocabulary) {
        this.rule = rule;
        this.vocabulary = vocabulary;
        this.problems = rule.problems();
    }

    /** Of an allow rule. */
    Optional<Approval> allow() {
        rule.requiredNode("approval");
        return rule.block("approval", Block.APPROVAL.what(), FieldTable.names(Block.APPROVAL))
                .flatMap(block -> {
                    List<String> kinds = Stream.of("before", "automatic", "after").filter(block::has)
                            .toList();
                    if (kinds.size() != 1) {
                        problems.error(block.at(), "approval-kind",
                                "an approval block has exactly one of before, automatic and after");
                        return Optional.empty();
                    }
                    if (!block.has("after")) {
                        Stream.of("within", "unreviewed", "quota", "notify").filter(block::has)
                                .forEach(name -> problems.error(block.at(name), "approval-kind",
                                        "'" + name + "' belongs to approval.after"));
                    }
                    return switch (kinds.getFirst()) {
                        case "before" -> slots(block, "before").map(Approval.Before::new);
                        case "automatic" -> automatic(block);
                        default -> after(block);
                    };
                });
    }

    /** Of a require rule: the people it adds. */
    List<Approval.Slot> require() {
        return rule
                .block("approval", Block.APPROVAL_ADDED.what(), FieldTable.names(Block.APPROVAL_ADDED))
                .flatMap(block -> {
                    block.requiredNode("before");
                    return slots(block, "before");
                }).orElse(List.of());
    }

    private Optional<Approval> automatic(Fields block) {
        return block.text("automatic").flatMap(reason -> {
            if (reason.strip().length() < REASON_LEAST || !Grant.fits(reason, REASON_MOST)) {
                problems.error(block.at("automatic"), "reason-needed",
                        "'automatic' is the reason why nobody has to say yes, one line of " + REASON_LEAST
                                + " to " + REASON_MOST + " characters");
                return Optional.empty();
            }
            return Optional.of(new Approval.Automatic(reason.strip()));
        });
    }

    private Optional<Approval> after(Fields block) {
        Duration within = block.duration("within").filter(given -> {
            boolean fits = given.compareTo(WITHIN_LEAST) >= 0 && given.compareTo(WITHIN_MOST) <= 0;
            if (!fits) {
                problems.error(block.at("within"), "out-of-bounds", "'within' is 1h to 720h");
            }
            return fits;
        }).orElse(WITHIN);
        Approval.Unreviewed unreviewed = block
                .choice("unreviewed", List.of(Approval.Unreviewed.values()), Approval.Unreviewed::text)
                .orElse(Approval.Unreviewed.SUSPEND);
        Approval.Quota quota = block.parsed("quota", ApprovalReader::quota, "bad-quota",
                "a quota: 1 to 100 times in 1 to 365 days, such as 2 per 30d").orElse(QUOTA);
        List<GroupName> notify = new ArrayList<>();
        for (YamlNode.Scalar text : block.texts("notify")) {
            Vocabulary.requireKnown(text, vocabulary.internal(), "unknown-group", "is not an internal group",
                    problems);
            GroupName.parse(text.text()).ifPresent(notify::add);
        }
        return slots(block, "after")
                .map(slots -> new Approval.After(slots, within, unreviewed, quota, notify));
    }

    private static Optional<Approval.Quota> quota(String text) {
        Matcher form = QUOTA_FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(form.group(1));
        int days = Integer.parseInt(form.group(2));
        boolean fits = count >= 1 && count <= 100 && days >= 1 && days <= 365;
        return fits ? Optional.of(new Approval.Quota(count, days)) : Optional.empty();
    }

    private Optional<List<Approval.Slot>> slots(Fields block, String name) {
        List<Approval.Slot> slots = new ArrayList<>();
        for (YamlNode node : block.items(name)) {
            Fields.of(node, "an entry of '" + name + "'", FieldTable.names(Block.SLOT), problems)
                    .flatMap(this::slot).ifPresent(slots::add);
        }
        if (Approval.Slot.people(slots) > Tightening.MOST_PEOPLE) {
            problems.error(block.at(name), "too-many-approvals",
                    "a rule wants at most " + Tightening.MOST_PEOPLE + " people");
            return Optional.empty();
        }
        return slots.isEmpty() ? Optional.empty() : Optional.of(slots);
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
