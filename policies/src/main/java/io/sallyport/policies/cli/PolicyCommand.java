package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.yaml.Problem;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The policy command with its streams and clock given. */
final class PolicyCommand {

    static final int DONE = 0;
    static final int DENIED = 1;
    static final int WRONG = 2;

    private static final String HELP = """
        Checks a policy folder and explains its decisions. Needs no broker and changes nothing.

        usage: sallyport policy check FOLDER [--json]
               sallyport policy explain FOLDER --group G --target T --login L --for 2h [OPTIONS]
               sallyport policy windows FOLDER [--next 14d] [--from TIME] [--json]

        check     reports all problems of all files, each with its place

        explain   asks the policy as the broker would
          --group G          a group of the person; may be given several times
          --target T         name of the target
          --login L          login on the target
          --for DURATION     how long, for example 90m or 1h30m
          --label K=V        a label of the target; may be given several times
          --owner G          the group that owns the target           (default: target-owners)
          --person P         name of the person                       (default: somebody)
          --organisation O   the person's organisation                (default: the part of the first group before /)
          --mfa LEVEL        none, otp or phishing-resistant          (default: none)
          --source ADDRESS   where the request comes from
          --at TIME          for example 2026-03-03T10:00:00Z         (default: now)
          --rule ID          ask for this rule
          --as READER        engineer, approver or auditor: whose view to print (default: auditor)
          --json             the whole decision as one line of JSON

        windows   prints when windows are open, with offsets, and on which days the clock changes
          --next DURATION    how far to look, for example 14d or 8h, up to 366d    (default: 14d)
          --from TIME        for example 2026-03-03T10:00:00Z         (default: now)

        exit code: 0 no errors, or allowed; 1 denied; 2 errors in the folder, or wrong usage

        examples:
          sallyport policy check policies/example
          sallyport policy explain policies/example --group acme/ops --target web-1 \\
              --label env=prod --label role=app --login deploy --for 2h
        """;

    private final PrintStream out;
    private final PrintStream err;
    private final InstantSource time;

    PolicyCommand(PrintStream out, PrintStream err, InstantSource time) {
        this.out = out;
        this.err = err;
        this.time = time;
    }

    int run(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        if (words.isEmpty()) {
            err.print(HELP);
            return WRONG;
        }
        if (words.contains("--help") || words.contains("-h") || words.getFirst().equals("help")) {
            out.print(HELP);
            return DONE;
        }
        try {
            List<String> rest = words.subList(1, words.size());
            return switch (words.getFirst()) {
                case "check" -> check(Options.read(rest, List.of()));
                case "explain" -> explain(Options.read(rest, ExplainQuestion.OPTIONS));
                case "windows" -> new WindowsCommand(Options.read(rest, WindowsCommand.OPTIONS), time)
                        .run(out, err);
                default -> throw new UsageException("there is no command '" + words.getFirst() + "'");
            };
        } catch (UsageException e) {
            err.println("policy: " + e.getMessage());
            err.println("  sallyport policy --help  shows what can be typed");
            return WRONG;
        }
    }

    private int check(Options options) {
        Path folder = options.folder();
        Compiled compiled = PolicyCompiler.compile(folder);
        List<Problem> problems = switch (compiled) {
            case Compiled.Valid(_, List<Problem> warnings) -> warnings;
            case Compiled.Invalid(List<Problem> found) -> found;
        };
        Optional<PolicySnapshot> snapshot = compiled instanceof Compiled.Valid valid
                ? Optional.of(valid.snapshot())
                : Optional.empty();
        if (options.json()) {
            out.println(json(snapshot, problems).text());
        } else {
            problems.forEach(problem -> err.println(problem));
            snapshot.ifPresent(good -> out
                    .println("ok: " + counted(good.rules().size(), "rule") + ", policy " + good.hash()));
            if (snapshot.isEmpty()) {
                err.println(counted(problems.size(), "problem") + " in " + folder);
            }
        }
        return snapshot.isPresent() ? DONE : WRONG;
    }

    private int explain(Options options) {
        var question = new ExplainQuestion(options, time);
        return switch (PolicyCompiler.compile(options.folder())) {
            case Compiled.Valid(PolicySnapshot snapshot, _) -> question.ask(snapshot, out);
            case Compiled.Invalid(List<Problem> problems) -> {
                if (options.json()) {
                    out.println(json(Optional.empty(), problems).text());
                } else {
                    problems.forEach(problem -> err.println(problem));
                }
                yield WRONG;
            }
        };
    }

    private static Json.Obj json(Optional<PolicySnapshot> snapshot, List<Problem> problems) {
        var json = Json.object()
                .put("valid", snapshot.isPresent())
                .put("policy", snapshot.map(PolicySnapshot::hash))
                .put("problems", Json.array(problems.stream().map(PolicyCommand::json).toList()));
        snapshot.ifPresent(good -> json.put("rules",
                Json.strings(good.rules().stream().map(Object::toString).toList())));
        return json.build();
    }

    static Json.Obj json(Problem problem) {
        return Json.object()
                .put("file", problem.at().file())
                .put("line", problem.at().line())
                .put("column", problem.at().column())
                .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                .put("code", problem.code())
                .put("message", problem.message())
                .put("hint", problem.hint())
                .build();
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
