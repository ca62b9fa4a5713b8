package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.grant.RightsReader;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Durations;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.Suggestion;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the text of a policy folder into a snapshot, or into all of its problems at once. Strict: a field that is not known is an error,
 * and one that belongs to the language but not yet to this version is an error that says so; nothing is ever skipped silently.
 */
public final class PolicyCompiler {
    static final String FORMAT = "sallyport-policy/1";
    private static final int MOST_RULES = 2000;
    private static final int MOST_TITLE = 120;
    private static final Duration LEAST_MAX = Duration.ofMinutes(1);
    private static final Duration MOST_MAX = Duration.ofHours(24);
    private static final Duration STANDARD_APPROVAL_VALID = Duration.ofHours(8);
    private static final Set<String> ALLOW_FIELDS = Set.of("id", "title", "who", "where", "login", "when",
            "ticket", "max", "approval", "rights");

    private final PolicySource source;
    private final Problems problems;
    private final Map<String, YamlNode.Mapping> documents = new LinkedHashMap<>();
    private final Map<String, Rights> profiles = new TreeMap<>();
    private final Map<String, Location> ids = new TreeMap<>();
    private final List<Rule.Allow> rules = new ArrayList<>();
    private Vocabulary vocabulary = Vocabulary.none();
    private Rights limits = Rights.widest();
    private Rights standard = Rights.standard();
    private Duration longest = MOST_MAX;
    private Duration approvalValid = STANDARD_APPROVAL_VALID;

    private PolicyCompiler(PolicySource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Reads and compiles a folder. Blocking. */
    public static Compiled compile(Path folder) {
        Problems problems = new Problems();
        PolicySource source = PolicySource.read(folder, problems);
        return new PolicyCompiler(source, problems).compile();
    }

    /** Compiles text that was read. */
    public static Compiled compile(PolicySource source) {
        return new PolicyCompiler(source, new Problems()).compile();
    }

    private Compiled compile() {
        source.files().forEach((name, text) -> YamlDocument.readMapping(name, text, problems)
                .ifPresent(document -> documents.put(name, document)));
        documents.values().forEach(this::requireFormat);
        document("vocabulary.yaml").ifPresent(document -> {
            Fields fields = Fields.of(document, "vocabulary.yaml", Vocabulary.FIELDS, problems);
            refuseLater(fields, "ticket");
            vocabulary = Vocabulary.read(fields);
        });
        document("policy.yaml").ifPresent(this::readPolicy);
        document("profiles.yaml").ifPresent(this::readProfiles);
        documents.forEach((name, document) -> {
            if (name.startsWith("rules/")) {
                readRules(document);
            } else if (!Set.of("policy.yaml", "vocabulary.yaml", "profiles.yaml").contains(name)) {
                unexpected(name, document);
            }
        });
        requireRules();
        warnings();
        return problems.hasErrors()
                ? new Compiled.Invalid(problems.all())
                : new Compiled.Valid(new PolicySnapshot(source.hash(), rules, limits, approvalValid),
                        problems.all());
    }

    private Optional<YamlNode.Mapping> document(String name) {
        Optional<YamlNode.Mapping> document = Optional.ofNullable(documents.get(name));
        if (document.isEmpty() && !source.files().containsKey(name) && !name.equals("profiles.yaml")) {
            problems.error(new Location(name, 1, 1), "missing-file",
                    "a policy folder needs the file " + name);
        }
        return document;
    }

    private void requireFormat(YamlNode.Mapping document) {
        Optional<YamlNode> format = document.value("format");
        boolean right = format.isPresent() && format.get() instanceof YamlNode.Scalar scalar
                && scalar.text().equals(FORMAT);
        if (!right) {
            problems.error(format.map(YamlNode::at).orElse(document.at()), "wrong-format",
                    "the first line of the file must be: format: " + FORMAT);
        }
    }

    private void unexpected(String name, YamlNode.Mapping document) {
        boolean later = name.equals("windows.yaml") || name.startsWith("tests/");
        problems.error(document.at(), later ? "not-in-this-version" : "unknown-file",
                later
                        ? "this version of Sallyport does not have "
                                + (name.startsWith("tests/") ? "policy tests" : "windows")
                        : "'" + name + "' is not a file of a policy folder: rules stand in rules/");
    }

    /** A field that the language has and this version does not: an error, because skipping it would change what the rule means. */
    static void refuseLater(Fields fields, String name) {
        if (fields.has(name)) {
            fields.problems().error(fields.at(name), "not-in-this-version",
                    "this version of Sallyport does not have '" + name + "'");
        }
    }

    private void readPolicy(YamlNode.Mapping document) {
        Fields fields = Fields.of(document, "policy.yaml", Set.of("format", "defaults", "limits"), problems);
        fields.block("defaults", "the defaults block", Set.of("idle", "concurrent", "approval_valid"))
                .ifPresent(defaults -> {
                    standard = RightsReader.read(defaults, standard);
                    defaults.duration("approval_valid").ifPresent(duration -> approvalValid = duration);
                });
        fields.block("limits", "the limits block", Set.of("max", "rights")).ifPresent(block -> {
            duration(block, "max", MOST_MAX, "24h").ifPresent(max -> longest = max);
            block.block("rights", "a rights block", RightsReader.FIELDS)
                    .ifPresent(rights -> limits = RightsReader.read(rights, limits));
        });
    }

    private void readProfiles(YamlNode.Mapping document) {
        Fields fields = Fields.of(document, "profiles.yaml", Set.of("format", "profiles"), problems);
        fields.node("profiles").ifPresent(node -> {
            if (node instanceof YamlNode.Mapping mapping) {
                mapping.fields().forEach((name, field) -> Fields
                        .of(field.value(), "a profile", RightsReader.FIELDS, problems)
                        .ifPresent(profile -> readProfile(name, profile)));
            } else {
                problems.error(node.at(), "not-a-block",
                        "'profiles' must be a block of profiles, not " + node.kind());
            }
        });
    }

    private void readProfile(String name, Fields profile) {
        Rights rights = RightsReader.read(profile, standard);
        LimitsCheck.check(profile, rights, limits);
        profiles.put(name, rights);
    }

    private void readRules(YamlNode.Mapping document) {
        Fields fields = Fields.of(document, "a rule file", Set.of("format", "allow", "require", "deny"),
                problems);
        refuseLater(fields, "require");
        refuseLater(fields, "deny");
        for (YamlNode node : fields.itemsOrNone("allow")) {
            Fields.of(node, "an allow rule", ALLOW_FIELDS, problems).ifPresent(this::readAllow);
        }
    }

    private void readAllow(Fields rule) {
        long before = problems.errors();
        refuseLater(rule, "when");
        refuseLater(rule, "ticket");
        Optional<RuleId> id = rule.requiredParsed("id", RuleId::parse, "bad-id",
                "an id: 3 to 60 of a-z, 0-9 and -");
        id.ifPresent(known -> requireNew(known, rule));
        Optional<String> title = rule.requiredText("title");
        title.filter(text -> text.isBlank() || text.length() > MOST_TITLE)
                .ifPresent(_ -> problems.error(rule.at("title"), "bad-title",
                        "a title has 1 to " + MOST_TITLE + " characters"));
        Rule.Match match = new MatchReader(rule, vocabulary).allow();
        rule.requiredNode("max");
        Optional<Duration> max = duration(rule, "max", longest,
                Durations.text(longest) + (longest.equals(MOST_MAX) ? "" : " (limits.max in policy.yaml)"));
        Optional<Approval> approval = new ApprovalReader(rule, vocabulary).read();
        Optional<Rights> rights = rights(rule);
        if (problems.errors() == before && id.isPresent() && title.isPresent() && max.isPresent()
                && approval.isPresent() && rights.isPresent()) {
            rules.add(new Rule.Allow(id.get(), title.get(), rule.at(), match, max.get(), approval.get(),
                    rights.get()));
        }
    }

    private void requireNew(RuleId id, Fields rule) {
        Location first = ids.putIfAbsent(id.value(), rule.at());
        if (first != null) {
            problems.error(rule.at("id"), "duplicate-id", "rule id '" + id + "' is already used at " + first);
        }
    }

    private Optional<Duration> duration(Fields fields, String name, Duration most, String mostText) {
        return fields.duration(name).filter(duration -> {
            boolean fits = duration.compareTo(LEAST_MAX) >= 0 && duration.compareTo(most) <= 0;
            if (!fits) {
                problems.error(fields.at(name), "out-of-bounds", "'" + name + "' is 1m to " + mostText);
            }
            return fits;
        });
    }

    private Optional<Rights> rights(Fields rule) {
        rule.requiredNode("rights");
        Set<String> known = new HashSet<>(RightsReader.FIELDS);
        known.add("profile");
        return rule.block("rights", "a rights block", known).map(block -> {
            Optional<Rights> profile = block.text("profile").flatMap(name -> {
                Optional<Rights> found = Optional.ofNullable(profiles.get(name));
                if (found.isEmpty()) {
                    problems.add(new Problem(block.at("profile"), Problem.Severity.ERROR, "unknown-profile",
                            "'" + name + "' is not a profile of profiles.yaml",
                            Suggestion.hint(name, profiles.keySet())));
                }
                return found;
            });
            Rights rights = RightsReader.read(block, profile.orElse(standard));
            profile.filter(base -> !rights.within(base))
                    .ifPresent(base -> problems.error(block.at(), "wider-than-profile",
                            "beside a profile, rights may only be tightened: "
                                    + String.join(", ", rights.fieldsOtherThanIn(base))));
            if (rights.shell() && !rights.exec().isAny() && !rights.exec().isNone()) {
                problems.error(block.at("exec"), "list-beside-shell",
                        "a list of commands says nothing beside a shell", "leave one of them out");
            }
            LimitsCheck.check(block, rights, limits);
            return rights;
        });
    }

    private void requireRules() {
        if (rules.size() > MOST_RULES) {
            problems.error(new Location("rules", 1, 1), "too-many-rules",
                    "more than " + MOST_RULES + " rules");
        }
    }

    private void warnings() {
        for (Rule.Allow rule : rules) {
            for (Rule.Allow other : rules) {
                if (!rule.equals(other) && rule.approval() instanceof Approval.Automatic
                        && other.approval() instanceof Approval.Before
                        && (rule.match().covers(other.match()) || other.match().covers(rule.match()))) {
                    problems.warning(rule.at(), "bypasses-approval",
                            "'" + rule.id() + "' grants without approval some requests for which '"
                                    + other.id() + "' ("
                                    + other.at() + ") wants approval");
                }
            }
        }
    }
}
