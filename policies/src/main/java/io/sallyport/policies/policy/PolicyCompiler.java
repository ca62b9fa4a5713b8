package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.grant.RightsReader;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the text of a policy folder into a snapshot, or into all of its problems at once. Strict: a field that is not known is an error;
 * nothing is ever skipped silently.
 */
public final class PolicyCompiler {
    static final String FORMAT = "sallyport-policy/1";
    private static final int MOST_RULES = 2000;
    private static final Duration STANDARD_APPROVAL_VALID = Duration.ofHours(8);
    private static final Set<String> FILES = Set.of("policy.yaml", "vocabulary.yaml", "profiles.yaml",
            "windows.yaml");
    private static final Set<String> OPTIONAL_FILES = Set.of("profiles.yaml", "windows.yaml");

    private final PolicySource source;
    private final Problems problems;
    private final Map<String, YamlNode.Mapping> documents = new LinkedHashMap<>();
    private Duration longest = RuleReader.MOST_MAX;
    private Duration approvalValid = STANDARD_APPROVAL_VALID;

    private PolicyCompiler(PolicySource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Reads and compiles a folder. Blocking. */
    public static Compiled compile(Path folder) {
        Problems problems = new Problems();
        return new PolicyCompiler(PolicySource.read(folder, problems), problems).compile(Optional.empty());
    }

    /** As {@link #compile(Path)}, and also warns of what time makes wrong: windows that never open, calendars that have run out. */
    public static Compiled compile(Path folder, Instant now) {
        Problems problems = new Problems();
        return new PolicyCompiler(PolicySource.read(folder, problems), problems).compile(Optional.of(now));
    }

    /** Compiles text that was read. */
    public static Compiled compile(PolicySource source) {
        return new PolicyCompiler(source, new Problems()).compile(Optional.empty());
    }

    /** As {@link #compile(PolicySource)}, and also warns of what time makes wrong. */
    public static Compiled compile(PolicySource source, Instant now) {
        return new PolicyCompiler(source, new Problems()).compile(Optional.of(now));
    }

    private Compiled compile(Optional<Instant> now) {
        source.files().forEach((name, text) -> {
            // Tests are no part of the policy: they are read by whoever runs them, against the snapshot.
            if (!name.startsWith("tests/")) {
                YamlDocument.readMapping(name, text, problems)
                        .ifPresent(document -> documents.put(name, document));
            }
        });
        documents.values().forEach(this::requireFormat);
        Vocabulary vocabulary = document("vocabulary.yaml")
                .map(document -> Vocabulary.read(
                        fields(document, Block.VOCABULARY)))
                .orElse(Vocabulary.none());
        RightsBlocks rights = new RightsBlocks(vocabulary, problems);
        document("policy.yaml").ifPresent(document -> readPolicy(document, rights));
        document("profiles.yaml").ifPresent(document -> readProfiles(document, rights));
        Windows windows = document("windows.yaml")
                .map(document -> Windows
                        .read(Fields.of(document, Block.WINDOWS.what(), Windows.FIELDS, problems)))
                .orElse(Windows.none());
        RuleReader rules = new RuleReader(vocabulary, windows, rights, longest, problems);
        documents.forEach((name, document) -> {
            if (name.startsWith("rules/")) {
                rules.readFile(document);
            } else if (!FILES.contains(name)) {
                problems.error(document.at(), "unknown-file", "'" + name
                        + "' is not a file of a policy folder: rules stand in rules/, tests in tests/");
            }
        });
        if (rules.rules().size() > MOST_RULES) {
            problems.error(new Location("rules", 1, 1), "too-many-rules",
                    "more than " + MOST_RULES + " rules");
        } else {
            new Review(rules.rules(), rights.limits(), problems).review();
        }
        now.ifPresent(instant -> problems.addAll(windows.warnings(instant)));
        return problems.hasErrors()
                ? new Compiled.Invalid(problems.all())
                : new Compiled.Valid(
                        new PolicySnapshot(source.hash(), rules.rules(), rights.limits(), approvalValid,
                                new Words(vocabulary, windows.names(), rights.profiles())),
                        problems.all());
    }

    private Optional<YamlNode.Mapping> document(String name) {
        Optional<YamlNode.Mapping> document = Optional.ofNullable(documents.get(name));
        if (document.isEmpty() && !source.files().containsKey(name) && !OPTIONAL_FILES.contains(name)) {
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

    private Fields fields(YamlNode.Mapping document, Block block) {
        return Fields.of(document, block.what(), FieldTable.names(block), problems);
    }

    private void readPolicy(YamlNode.Mapping document, RightsBlocks rights) {
        Fields fields = fields(document, Block.POLICY);
        fields.block("defaults", Block.DEFAULTS.what(), FieldTable.names(Block.DEFAULTS))
                .ifPresent(defaults -> {
                    rights.readDefaults(defaults);
                    defaults.duration("approval_valid").ifPresent(duration -> approvalValid = duration);
                });
        fields.block("limits", Block.LIMITS.what(), FieldTable.names(Block.LIMITS)).ifPresent(block -> {
            RuleReader.duration(block, "max", RuleReader.MOST_MAX, "24h").ifPresent(max -> longest = max);
            block.block("rights", "a rights block", RightsReader.FIELDS).ifPresent(rights::readLimits);
        });
    }

    private void readProfiles(YamlNode.Mapping document, RightsBlocks rights) {
        Fields fields = fields(document, Block.PROFILES);
        fields.node("profiles").ifPresent(node -> {
            if (node instanceof YamlNode.Mapping mapping) {
                mapping.fields().forEach((name, field) -> Fields
                        .of(field.value(), "a profile", RightsReader.FIELDS, problems)
                        .ifPresent(profile -> rights.readProfile(name, profile)));
            } else {
                problems.error(node.at(), "not-a-block",
                        "'profiles' must be a block of profiles, not " + node.kind());
            }
        });
    }
}
