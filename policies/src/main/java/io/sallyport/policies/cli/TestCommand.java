package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.PolicyExamples;
import io.sallyport.policies.yaml.Problem;
import java.io.PrintStream;

/** Prints what became of a folder's examples: every one with its place, and the rules that none of them uses. */
final class TestCommand {

    private TestCommand() {}

    /** Exit code 0: all hold. 1: one does not, or there are none. 2: a file is wrong. */
    static int report(PolicyExamples.Outcome outcome, boolean json, PrintStream out, PrintStream err) {
        if (json) {
            out.println(json(outcome).text());
        } else {
            outcome.problems().forEach(problem -> err.println(problem));
            outcome.results().forEach(result -> print(result, out));
            outcome.untested().forEach(rule -> out.println("rule without a test: " + rule));
            long held = outcome.results().stream().filter(PolicyExamples.Result::holds).count();
            out.println(held + " of " + outcome.results().size() + " tests hold, "
                    + outcome.untested().size() + " rules without a test");
        }
        if (outcome.problems().stream().anyMatch(Problem::isError)) {
            return PolicyCommand.WRONG;
        }
        return outcome.holds() && !outcome.results().isEmpty() ? PolicyCommand.DONE : PolicyCommand.DENIED;
    }

    private static void print(PolicyExamples.Result result, PrintStream out) {
        out.println((result.holds() ? "ok   " : "FAIL ") + result.at().file() + ":" + result.at().line()
                + " " + result.name());
        result.differences().forEach(difference -> out.println("       " + difference));
    }

    private static Json.Obj json(PolicyExamples.Outcome outcome) {
        return Json.object()
                .put("holds", outcome.holds())
                .put("problems", Json.array(outcome.problems().stream().map(PolicyCommand::json).toList()))
                .put("tests", Json.array(outcome.results().stream().map(result -> Json.object()
                        .put("name", result.name())
                        .put("file", result.at().file())
                        .put("line", result.at().line())
                        .put("holds", result.holds())
                        .put("differences", Json.strings(result.differences()))
                        .build()).toList()))
                .put("rules_without_test",
                        Json.strings(outcome.untested().stream().map(Object::toString).toList()))
                .build();
    }
}
