package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PolicyDiff;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.yaml.Durations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides stored requests under two policies and prints what would change, the most dangerous first. */
final class DiffCommand {

    static final List<String> OPTIONS = List.of("--facts");

    /** One request's facts; more than any folder's words can fill. */
    private static final int MOST_LINE = 64 * 1024;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final int DEPTH = 6;

    private DiffCommand() {}

    /** Facts of one request a line, as the broker exports them. @throws UsageException when a line is none */
    static List<Facts> read(Path file) {
        List<Facts> requests = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            for (int number = 1; line != null; number++) {
                if (number > MOST_REQUESTS) {
                    throw new UsageException(file + " has more than " + MOST_REQUESTS + " lines");
                }
                if (!line.isBlank()) {
                    requests.add(parse(file, number, line));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UsageException(file + " can't be read: " + e.getClass().getSimpleName());
        }
        return requests;
    }

    private static Facts parse(Path file, int number, String line) {
        try {
            return Facts.parse(JsonParser.parseObject(line, MOST_LINE, DEPTH));
        } catch (JsonFormatException e) {
            throw new UsageException(file + ":" + number + ": " + e.getMessage());
        }
    }

    /** Exit code 0: nothing changes. 1: something does. */
    static int report(PolicySnapshot before, PolicySnapshot after, List<Facts> requests, boolean json,
            PrintStream out) {
        List<PolicyDiff.Difference> differences = PolicyDiff.compare(before, after, requests);
        if (json) {
            out.println(json(before, after, requests.size(), differences).text());
        } else {
            differences.forEach(difference -> print(difference, out));
            out.println(requests.size() + " requests, " + differences.size() + " would be answered otherwise"
                    + summary(differences));
        }
        return differences.isEmpty() ? PolicyCommand.DONE : PolicyCommand.DENIED;
    }

    private static String summary(List<PolicyDiff.Difference> differences) {
        Map<PolicyDiff.Change, Integer> counts = new TreeMap<>();
        differences.forEach(difference -> difference.changes()
                .forEach(change -> counts.merge(change, 1, Integer::sum)));
        return counts.isEmpty()
                ? ""
                : ": " + String.join(", ", counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().text()).toList());
    }

    private static void print(PolicyDiff.Difference difference, PrintStream out) {
        Facts facts = difference.facts();
        out.println((difference.changes().getFirst().opens() ? "! " : "  ") + facts.at() + " "
                + facts.requester().person() + " of " + facts.requester().organisation() + " on "
                + facts.target().name() + " as " + facts.login() + " for " + Durations.text(facts.asked()));
        for (int i = 0; i < difference.changes().size(); i++) {
            out.println("      " + difference.changes().get(i).text() + ": " + difference.details().get(i));
        }
    }

    private static Json.Obj json(PolicySnapshot before, PolicySnapshot after, int requests,
            List<PolicyDiff.Difference> differences) {
        return Json.object()
                .put("before", before.hash())
                .put("after", after.hash())
                .put("requests", requests)
                .put("differences", Json.array(differences.stream().map(difference -> Json.object()
                        .put("request", difference.index())
                        .put("opens", difference.changes().stream().anyMatch(PolicyDiff.Change::opens))
                        .put("changes", Json.strings(difference.changes().stream()
                                .map(PolicyDiff.Change::text).toList()))
                        .put("details", Json.strings(difference.details()))
                        .put("facts", difference.facts().json())
                        .build()).toList()))
                .build();
    }
}
