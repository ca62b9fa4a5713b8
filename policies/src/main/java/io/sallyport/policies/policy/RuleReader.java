package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Durations;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads rules of all kinds. One with a mistake is reported and left out. */
final class RuleReader {
    static final Duration LEAST_MAX = Duration.ofMinutes(1);
    static final Duration MOST_MAX = Grant.MAX_MOST;
    private static final int MOST_TITLE = 120;
    private static final int MOST_REASON = 300;

    private final Vocabulary vocabulary;
    private final Windows windows;
    private final RightsBlocks rights;
    private final Duration longest;
    private final Problems problems;
    private final Map<String, Location> ids = new TreeMap<>();
    private final List<Rule> rules = new ArrayList<>();

    RuleReader(Vocabulary vocabulary, Windows windows, RightsBlocks rights, Duration longest,
            Problems problems) {
        this.vocabulary = vocabulary;
        this.windows = windows;
        this.rights = rights;
        this.longest = longest;
        this.problems = problems;
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }

    void readFile(YamlNode.Mapping document) {
        Fields file = Fields.of(document, Block.RULES.what(), FieldTable.names(Block.RULES), problems);
        read(file, "allow", Block.ALLOW, this::allow);
        read(file, "require", Block.REQUIRE, this::require);
        read(file, "deny", Block.DENY, this::deny);
    }

    private void read(Fields file, String name, Block block, Function<Fields, Optional<Rule>> read) {
        for (YamlNode node : file.itemsOrNone(name)) {
            Fields.of(node, block.what(), FieldTable.names(block), problems).ifPresent(rule -> {
                long before = problems.errors();
                Optional<Rule> made = read.apply(rule);
                if (problems.errors() == before) {
                    made.ifPresent(rules::add);
                }
            });
        }
    }

    private Optional<Rule> allow(Fields rule) {
        Optional<RuleId> id = id(rule);
        Optional<String> title = title(rule);
        List<Condition> conditions = new ArrayList<>(
                new MatchReader(rule, RuleKind.ALLOW, vocabulary, windows).read());
        rule.requiredNode("max");
        Optional<Duration> max = max(rule);
        max.ifPresent(known -> conditions.add(new Condition.AtMost(known)));
        Optional<Approval> approval = new ApprovalReader(rule, vocabulary).allow();
        if (approval.filter(Approval.After.class::isInstance).isPresent() && forServices(conditions)) {
            problems.error(rule.at("approval"), "service-emergency",
                    "an emergency is a person's to declare: no such rule is for service accounts");
        }
        Optional<Rights> given = rights.allow(rule);
        if (id.isEmpty() || title.isEmpty() || max.isEmpty() || approval.isEmpty() || given.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Rule.Allow(id.get(), title.get(), rule.at(), new Match(conditions), max.get(),
                approval.get(), given.get()));
    }

    private static boolean forServices(List<Condition> conditions) {
        return conditions.stream()
                .anyMatch(condition -> condition instanceof Condition.Kind(PersonKind kind, _)
                        && kind == PersonKind.SERVICE);
    }

    private Optional<Rule> require(Fields rule) {
        Optional<RuleId> id = id(rule);
        Optional<String> title = title(rule);
        Match match = new Match(new MatchReader(rule, RuleKind.REQUIRE, vocabulary, windows).read());
        Optional<Duration> max = max(rule);
        List<Approval.Slot> before = new ApprovalReader(rule, vocabulary).require();
        Rights left = rights.require(rule);
        if (!rule.has("max") && !rule.has("approval") && !rule.has("rights")) {
            problems.error(rule.at(), "missing-field",
                    "a require rule needs one of the fields 'approval', 'max' and 'rights'");
        }
        return id.flatMap(known -> title.map(text -> new Rule.Require(known, text, rule.at(), match, max,
                before, left)));
    }

    private Optional<Rule> deny(Fields rule) {
        Optional<RuleId> id = id(rule);
        Optional<String> title = title(rule);
        Match match = new Match(new MatchReader(rule, RuleKind.DENY, vocabulary, windows).read());
        Optional<String> reason = rule.requiredText("reason");
        reason.filter(text -> !Grant.fits(text, MOST_REASON))
                .ifPresent(_ -> problems.error(rule.at("reason"), "reason-needed",
                        "'reason' is what the engineer reads, one line of 1 to " + MOST_REASON
                                + " characters"));
        Running running = rule.choice("running", List.of(Running.values()), Running::text)
                .orElse(Running.AFTER_GRACE);
        return id.flatMap(known -> title.flatMap(text -> reason
                .map(why -> new Rule.Deny(known, text, rule.at(), match, why.strip(), running))));
    }

    private Optional<RuleId> id(Fields rule) {
        Optional<RuleId> id = rule.requiredParsed("id", RuleId::parse, "bad-id",
                "an id: 3 to 60 of a-z, 0-9 and -");
        id.ifPresent(known -> {
            Location first = ids.putIfAbsent(known.value(), rule.at());
            if (first != null) {
                problems.error(rule.at("id"), "duplicate-id",
                        "rule id '" + known + "' is already used at " + first);
            }
        });
        return id;
    }

    private Optional<String> title(Fields rule) {
        Optional<String> title = rule.requiredText("title");
        title.filter(text -> !Grant.fits(text, MOST_TITLE))
                .ifPresent(_ -> problems.error(rule.at("title"), "bad-title",
                        "a title is one line of 1 to " + MOST_TITLE + " characters"));
        return title;
    }

    private Optional<Duration> max(Fields rule) {
        return duration(rule, "max", longest,
                Durations.text(longest) + (longest.equals(MOST_MAX) ? "" : " (limits.max in policy.yaml)"));
    }

    static Optional<Duration> duration(Fields fields, String name, Duration most, String mostText) {
        return fields.duration(name).filter(duration -> {
            boolean fits = duration.compareTo(LEAST_MAX) >= 0 && duration.compareTo(most) <= 0;
            if (!fits) {
                fields.problems().error(fields.at(name), "out-of-bounds",
                        "'" + name + "' is 1m to " + mostText);
            }
            return fits;
        });
    }
}
