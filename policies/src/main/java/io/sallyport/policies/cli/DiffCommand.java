package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PolicyDiff;
import io.sallyport.policies.policy.PolicySnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
            PrintStream to) {
        PrintWriter out = new PrintWriter(to, false, StandardCharsets.UTF_8);
        try (DiffReport report = new DiffReport(
                new DiffReport.Style(json, false, UnaryOperator.identity()))) {
            PolicyDiff.compare(before, after, requests)
                    .forEach(difference -> report.add(difference, Optional.empty()));
            if (json) {
                report.printJson(Json.object().put("before", before.hash()).put("after", after.hash())
                        .put("requests", requests.size()), out);
            } else {
                report.printText(out);
                out.println(requests.size() + " requests, " + report.differences()
                        + " would be answered otherwise"
                        + (report.differences() == 0 ? "" : ": " + report.summary()));
            }
            return report.differences() == 0 ? PolicyCommand.DONE : PolicyCommand.DENIED;
        } catch (UncheckedIOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } finally {
            out.flush();
        }
    }
}
