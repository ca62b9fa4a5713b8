package io.sallyport.broker;

import io.sallyport.broker.directory.Directory;
import io.sallyport.broker.directory.DirectoryDesk;
import io.sallyport.broker.directory.DirectoryFile;
import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import io.sallyport.wire.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Directory and policy as the operator's files have them now, both good. */
record Inputs(Directory directory, PolicySnapshot policy, List<String> warnings) {

    /**
     * Reads the configuration.
     *
     * @throws ConfigException with every problem
     */
    static BrokerConfig config(Path file) throws ConfigException {
        try {
            String text = new String(OwnFiles.read(file, YamlDocument.MOST_BYTES), StandardCharsets.UTF_8);
            return switch (BrokerConfig.parse(file, text)) {
                case BrokerConfig.Parsed.Valid(BrokerConfig config) -> config;
                case BrokerConfig.Parsed.Invalid(List<Problem> problems) ->
                    throw new ConfigException(lines(problems));
            };
        } catch (IOException e) {
            throw new ConfigException(file + " can't be read: " + e.getMessage());
        }
    }

    /**
     * Reads both.
     *
     * @throws ConfigException with every problem of both
     */
    static Inputs read(BrokerConfig config) throws ConfigException {
        List<String> wrong = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<Directory> directory = new ArrayList<>();
        List<PolicySnapshot> policy = new ArrayList<>();
        try {
            switch (DirectoryDesk.read(config.directory())) {
                case DirectoryFile.Parsed.Valid(Directory read) -> directory.add(read);
                case DirectoryFile.Parsed.Invalid(List<Problem> problems) -> wrong.addAll(lines(problems));
            }
        } catch (IOException e) {
            wrong.add(config.directory() + " can't be read: " + e.getMessage());
        }
        Problems problems = new Problems();
        PolicySource source = PolicySource.read(config.policy(), problems);
        if (problems.hasErrors()) {
            wrong.addAll(lines(problems.all()));
        } else {
            switch (PolicyCompiler.compile(source)) {
                case Compiled.Valid(PolicySnapshot snapshot, List<Problem> found) -> {
                    policy.add(snapshot);
                    warnings.addAll(lines(found));
                }
                case Compiled.Invalid(List<Problem> found) -> wrong.addAll(lines(found));
            }
        }
        if (!wrong.isEmpty()) {
            throw new ConfigException(wrong);
        }
        return new Inputs(directory.getFirst(), policy.getFirst(), List.copyOf(warnings));
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
