package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Compiled;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PolicyCompiler;
import io.sallyport.policies.policy.PolicyExamples;
import io.sallyport.policies.policy.PolicySchema;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
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
            err.print(PolicyHelp.ALL);
            return WRONG;
        }
        if (words.contains("--help") || words.contains("-h") || words.getFirst().equals("help")) {
            out.print(PolicyHelp.of(words));
            return DONE;
        }
        try {
            List<String> rest = words.subList(1, words.size());
            return switch (words.getFirst()) {
                case "check" -> check(Options.read(rest, List.of()));
                case "test" -> test(Options.read(rest, List.of()));
                case "explain" -> explain(Options.read(rest, ExplainQuestion.OPTIONS));
                case "diff" -> diff(Options.read(rest, DiffCommand.OPTIONS));
                case "schema" -> schema(Options.read(rest, List.of()));
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
        Compiled compiled = PolicyCompiler.compile(folder, time.instant());
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
        return compiled(options.folder(), options).map(snapshot -> question.ask(snapshot, out))
                .orElse(WRONG);
    }

    private int test(Options options) {
        var problems = new Problems();
        PolicySource source = PolicySource.read(options.folder(), problems);
        return valid(PolicyCompiler.compile(source), problems, options)
                .map(snapshot -> TestCommand.report(PolicyExamples.run(source, snapshot), options.json(), out,
                        err))
                .orElse(WRONG);
    }

    private int diff(Options options) {
        List<Path> folders = options.folders(2, "name the old and the new policy folder");
        List<Facts> requests = DiffCommand.read(Path.of(options.required("--facts")));
        Optional<PolicySnapshot> before = compiled(folders.getFirst(), options);
        Optional<PolicySnapshot> after = compiled(folders.getLast(), options);
        return before.isPresent() && after.isPresent()
                ? DiffCommand.report(before.get(), after.get(), requests, options.json(), out)
                : WRONG;
    }

    private int schema(Options options) {
        if (options.isEmpty()) {
            out.println(PolicySchema.ofFormat().text());
            return DONE;
        }
        return compiled(options.folder(), options).map(snapshot -> {
            out.println(PolicySchema.of(snapshot).text());
            return DONE;
        }).orElse(WRONG);
    }

    private Optional<PolicySnapshot> compiled(Path folder, Options options) {
        return valid(PolicyCompiler.compile(folder), new Problems(), options);
    }

    /** The snapshot, or nothing after all problems were printed. */
    private Optional<PolicySnapshot> valid(Compiled compiled, Problems read, Options options) {
        if (compiled instanceof Compiled.Valid valid && !read.hasErrors()) {
            return Optional.of(valid.snapshot());
        }
        if (compiled instanceof Compiled.Invalid invalid) {
            read.addAll(invalid.problems());
        }
        if (options.json()) {
            out.println(json(Optional.empty(), read.all()).text());
        } else {
            read.all().forEach(problem -> err.println(problem));
        }
        return Optional.empty();
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
