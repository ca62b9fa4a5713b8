package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.PolicySource;
import io.sallyport.policies.window.Opening;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Durations;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problem;
import io.sallyport.policies.yaml.Problems;
import io.sallyport.policies.yaml.YamlDocument;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Prints when the windows of a folder are open. Reads windows.yaml alone, so it answers while rules are still being written. */
final class WindowsCommand {

    static final List<String> OPTIONS = List.of("--next", "--from");

    private static final String FILE = "windows.yaml";
    private static final String FORMAT = "sallyport-policy/1";
    private static final Duration STANDARD_NEXT = Duration.ofDays(14);
    private static final Duration MOST_NEXT = Duration.ofDays(366);
    /** What zone rules say about years further away is a guess, and dates without bounds overflow. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final Options options;
    private final Instant from;
    private final Instant to;

    WindowsCommand(Options options, InstantSource time) {
        this.options = options;
        this.from = options.one("--from").map(text -> Options.parsed("--from", text, WindowsCommand::moment))
                .orElseGet(time::instant);
        this.to = from
                .plus(options.one("--next").map(text -> Options.parsed("--next", text, WindowsCommand::span))
                        .orElse(STANDARD_NEXT));
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text))
                    .filter(at -> !at.isBefore(EARLIEST) && at.isBefore(LATEST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Also whole days, which durations in a policy can't be: a day there would have to be 24 hours. */
    private static Optional<Duration> span(String text) {
        Optional<Duration> span = text.matches("[1-9][0-9]{0,2}d")
                ? Optional.of(Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))))
                : Durations.parse(text);
        return span.filter(duration -> duration.compareTo(MOST_NEXT) <= 0);
    }

    int run(PrintStream out, PrintStream err) {
        var problems = new Problems();
        Windows windows = read(options.folder(), problems);
        boolean good = !problems.hasErrors();
        if (good) {
            problems.addAll(windows.warnings(from));
        }
        if (options.json()) {
            out.println(json(good ? windows : Windows.none(), problems.all()).text());
        } else {
            problems.all().forEach(problem -> err.println(problem));
            if (good) {
                print(windows, out);
            }
        }
        return good ? PolicyCommand.DONE : PolicyCommand.WRONG;
    }

    private static Windows read(Path folder, Problems problems) {
        String text = PolicySource.read(folder, problems).files().get(FILE);
        return Optional.ofNullable(text).flatMap(known -> YamlDocument.readMapping(FILE, known, problems))
                .map(document -> {
                    Fields fields = Fields.of(document, FILE, Windows.FIELDS, problems);
                    fields.requiredParsed("format", written -> Optional.of(written).filter(FORMAT::equals),
                            "wrong-format", FORMAT);
                    return Windows.read(fields);
                }).orElseGet(Windows::none);
    }

    private void print(Windows windows, PrintStream out) {
        if (windows.names().isEmpty()) {
            out.println("no windows: " + options.folder() + " has none in " + FILE);
        }
        for (String name : windows.names()) {
            out.println(name + " (" + windows.zone(name) + "): " + state(windows, name));
            windows.openings(name, from, to).forEach(opening -> out.println("  " + opening.text() + "  "
                    + Durations.text(length(opening)) + (opening.dstDay() ? "  clock changes" : "")));
        }
    }

    private String state(Windows windows, String name) {
        return windows.openUntil(name, from).map(end -> "open until " + windows.text(name, end))
                .or(() -> windows.nextOpening(name, from)
                        .map(next -> "closed, opens " + windows.text(name, next)))
                .orElse("closed, does not open in 12 months");
    }

    private static Duration length(Opening opening) {
        return Duration.between(opening.from(), opening.to());
    }

    private Json.Obj json(Windows windows, List<Problem> problems) {
        return Json.object()
                .put("valid", problems.stream().noneMatch(Problem::isError))
                .put("from", from.toString())
                .put("to", to.toString())
                .put("zone_rules", Windows.rulesVersion())
                .put("windows",
                        Json.array(windows.names().stream().map(name -> json(windows, name)).toList()))
                .put("problems", Json.array(problems.stream().map(PolicyCommand::json).toList()))
                .build();
    }

    private Json.Obj json(Windows windows, String name) {
        return Json.object()
                .put("name", name)
                .put("zone", windows.zone(name).getId())
                .put("open_until", windows.openUntil(name, from).map(Instant::toString))
                .put("next_opening", windows.nextOpening(name, from).map(Instant::toString))
                .put("openings", Json.array(windows.openings(name, from, to).stream()
                        .map(opening -> Json.object()
                                .put("from", opening.fromText())
                                .put("to", opening.toText())
                                .putSeconds("seconds", length(opening))
                                .put("clock_changes", opening.dstDay())
                                .build())
                        .toList()))
                .build();
    }
}
