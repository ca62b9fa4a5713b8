package io.sallyport.policies.policy;

import io.sallyport.policies.field.Block;
import io.sallyport.policies.field.FieldTable;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Location;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.policies.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The examples of a folder ({@code tests/*.yaml}, {@code sallyport-policy-test/1}): requests and what has to become of them. A folder whose
 * examples don't hold should not be activated. Pure; safe for many threads.
 */
public final class PolicyExamples {
    static final String FORMAT = "sallyport-policy-test/1";

    /**
     * What became of all examples.
     *
     * @param problems of the files themselves
     * @param results in the order of files and lines
     * @param untested rules that no example that holds has used, sorted
     */
    public record Outcome(List<Problem> problems, List<Result> results, List<RuleId> untested) {
        public Outcome {
            problems = List.copyOf(problems);
            results = List.copyOf(results);
            untested = List.copyOf(untested);
        }

        /** Whether the files could be read and every example holds. */
        public boolean holds() {
            return problems.stream().noneMatch(Problem::isError)
                    && results.stream().allMatch(Result::holds);
        }
    }

    /**
     * One example.
     *
     * @param at where it stands
     * @param differences what was expected and what came out, one line for each; empty when it holds
     */
    public record Result(Location at, String name, List<String> differences) {
        public Result {
            differences = List.copyOf(differences);
        }

        public boolean holds() {
            return differences.isEmpty();
        }
    }

    private final PolicySnapshot snapshot;
    private final Problems problems = new Problems();
    private final List<Result> results = new ArrayList<>();
    private final TreeSet<RuleId> used = new TreeSet<>();

    private PolicyExamples(PolicySnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Runs every example of {@code source} against the snapshot that was compiled from it. */
    public static Outcome run(PolicySource source, PolicySnapshot snapshot) {
        PolicyExamples examples = new PolicyExamples(snapshot);
        source.files().forEach((name, text) -> {
            if (name.startsWith("tests/")) {
                YamlDocument.readMapping(name, text, examples.problems).ifPresent(examples::file);
            }
        });
        List<RuleId> untested = new ArrayList<>(snapshot.rules());
        untested.removeAll(examples.used);
        return new Outcome(examples.problems.all(), examples.results, untested);
    }

    private void file(YamlNode.Mapping document) {
        Fields file = fields(document, Block.TESTS).orElseThrow();
        file.requiredText("format").filter(text -> !text.equals(FORMAT))
                .ifPresent(_ -> problems.error(file.at("format"), "wrong-format",
                        "the first line of the file must be: format: " + FORMAT));
        Optional<Fields> base = file.node("base").flatMap(node -> fields(node, Block.TEST_FACTS));
        for (YamlNode node : file.items("tests")) {
            fields(node, Block.TEST).ifPresent(test -> test(base, test));
        }
    }

    private void test(Optional<Fields> base, Fields test) {
        long before = problems.errors();
        Optional<String> name = test.requiredText("name");
        Optional<Fields> with = test.node("with").flatMap(node -> fields(node, Block.TEST_FACTS));
        Optional<Facts> facts = new ExampleFacts(base, with, snapshot.words().vocabulary(), test.at(),
                problems).read();
        test.requiredNode("expect");
        Optional<Fields> expect = test.node("expect").flatMap(node -> fields(node, Block.TEST_EXPECT));
        if (problems.errors() > before || name.isEmpty() || facts.isEmpty() || expect.isEmpty()) {
            return;
        }
        Decision decision = snapshot.decide(facts.get());
        List<String> differences = new Expectation(expect.get()).differences(decision);
        if (problems.errors() == before) {
            results.add(new Result(test.at(), name.get(), differences));
            if (differences.isEmpty()) {
                use(decision);
            }
        }
    }

    private void use(Decision decision) {
        switch (decision) {
            case Decision.Allowed allowed -> {
                used.add(allowed.rule());
                used.addAll(allowed.requires());
            }
            case Decision.Denied denied -> denied.rule().ifPresent(used::add);
        }
    }

    private Optional<Fields> fields(YamlNode node, Block block) {
        return Fields.of(node, block.what(), FieldTable.names(block), problems);
    }
}
