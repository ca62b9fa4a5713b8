package io.sallyport.broker.policy;

import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicyExamples;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a policy folder as a whole or not at all, compiles it and runs its own tests. Stateless, blocking. */
public final class PolicyFolder {
    /** Somebody who copies files into the folder is given this many chances to be between two of them. */
    private static final int TRIES = 3;

    private PolicyFolder() {}

    /** Reads the folder as it is at {@code now}, and also warns of what time makes wrong: windows that never open, calendars that run out. */
    public static Reading read(Path folder, Instant now) {
        // A link that is switched from one checkout to another meanwhile must not give some files of each.
        Path real = real(folder);
        return whole(problems -> PolicySource.read(real, problems), GitCommit.of(real), now);
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder; // reading it reports why
        }
    }

    /** Reads twice until both times are alike. */
    static Reading whole(Function<Problems, PolicySource> reader, Optional<String> commit, Instant now) {
        for (int i = 0; i < TRIES; i++) {
            Problems problems = new Problems();
            PolicySource source = reader.apply(problems);
            if (source.hash().equals(reader.apply(new Problems()).hash())) {
                return problems.hasErrors()
                        ? new Reading.Bad(lines(problems.all()), Optional.of(source.hash()))
                        : check(source, commit, now);
            }
        }
        return new Reading.Bad(
                List.of("the policy folder was changed while it was read: try again when it is complete"),
                Optional.empty());
    }

    /** Compiles and tests text that was read; warns of what time makes wrong at {@code now}. */
    public static Reading check(PolicySource source, Optional<String> commit, Instant now) {
        return switch (PolicyCompiler.compile(source, now)) {
            case Compiled.Invalid(List<Problem> problems) ->
                new Reading.Bad(lines(problems), Optional.of(source.hash()));
            case Compiled.Valid(PolicySnapshot snapshot, List<Problem> warnings) -> {
                List<String> failed = failed(PolicyExamples.run(source, snapshot));
                yield failed.isEmpty()
                        ? new Reading.Good(new PolicyVersion(source, snapshot, commit), lines(warnings))
                        : new Reading.Bad(failed, Optional.of(source.hash()));
            }
        };
    }

    private static List<String> failed(PolicyExamples.Outcome tests) {
        List<String> failed = new ArrayList<>(
                lines(tests.problems().stream().filter(Problem::isError).toList()));
        for (PolicyExamples.Result test : tests.results()) {
            if (!test.holds()) {
                failed.add(new Problem(test.at(), Problem.Severity.ERROR, "test-fails", test.name() + ": "
                        + String.join("; ", test.differences()), Optional.empty()).toString());
            }
        }
        return failed;
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
