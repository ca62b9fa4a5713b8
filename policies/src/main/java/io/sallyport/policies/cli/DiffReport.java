package io.sallyport.policies.cli;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PolicyDiff;
import io.sallyport.policies.yaml.Durations;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a policy would change, for a reader: collected one by one, printed with what opens more first. Any number of differences takes little
 * memory, because they wait in a temporary file for each kind. Not safe for several threads.
 */
public final class DiffReport implements AutoCloseable {
    private static final String RED = "\u001b[1;31m";
    private static final String PLAIN = "\u001b[0m";

    /**
     * Where a request is kept.
     *
     * @param request its id; empty when none came of it, because it was refused
     * @param event its place in the journal
     * @param at when it was asked
     */
    public record Origin(Optional<String> request, long event, Instant at) {
        private String text() {
            return request.orElse("event " + event) + " " + at + " ";
        }
    }

    /**
     * How it is printed.
     *
     * @param colour whether what opens more is red
     * @param safe makes text of others safe to show on a terminal
     */
    public record Style(boolean json, boolean colour, UnaryOperator<String> safe) {}

    private final Style style;
    private final Map<PolicyDiff.Change, Waiting> waiting = new EnumMap<>(PolicyDiff.Change.class);
    private final Map<PolicyDiff.Change, Integer> counts = new EnumMap<>(PolicyDiff.Change.class);
    private int differences;
    private int opening;

    public DiffReport(Style style) {
        this.style = style;
    }

    /** @throws UncheckedIOException there is no room for temporary files */
    public void add(PolicyDiff.Difference difference, Optional<Origin> origin) {
        try {
            PolicyDiff.Change first = difference.changes().getFirst();
            Waiting file = waiting.get(first);
            if (file == null) {
                file = new Waiting();
                waiting.put(first, file);
            }
            file.add(style.json() ? json(difference, origin).text() : text(difference, origin));
        } catch (IOException e) {
            throw new UncheckedIOException("differences can't be put aside", e);
        }
        differences++;
        opening += difference.opens() ? 1 : 0;
        difference.changes().forEach(change -> counts.merge(change, 1, Integer::sum));
    }

    public int differences() {
        return differences;
    }

    /** How many would open more. */
    public int opening() {
        return opening;
    }

    /** {@code 3 newly allowed, 1 shorter}; empty when there is no difference. */
    public String summary() {
        return String.join(", ", counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().text()).toList());
    }

    /**
     * Prints them for people, a blank-free list, the most dangerous kind first, each kind in the order in which they came.
     *
     * @throws UncheckedIOException a temporary file can't be read
     */
    public void printText(PrintWriter out) {
        waiting.values().forEach(file -> file.copy(out, ""));
    }

    /** Prints one JSON object on one line: {@code head}, how many of each kind, and all differences in the same order. */
    public void printJson(JsonBuilder head, PrintWriter out) {
        JsonBuilder counted = Json.object();
        counts.forEach((change, count) -> counted.put(change.text(), count));
        String beginning = head.put("counts", counted).text();
        out.print(beginning.substring(0, beginning.length() - 1));
        out.print(",\"differences\":[");
        String between = "";
        for (Waiting file : waiting.values()) {
            file.copy(out, between);
            between = ",";
        }
        out.println("]}");
    }

    /** {@code text} in red where that can be seen. */
    public String alarm(String text) {
        return style.colour() ? RED + text + PLAIN : text;
    }

    private String text(PolicyDiff.Difference difference, Optional<Origin> origin) {
        Facts facts = difference.facts();
        StringBuilder text = new StringBuilder();
        String line = (difference.opens() ? "! " : "  ") + origin.map(Origin::text).orElse(facts.at() + " ")
                + facts.requester().person() + " of " + facts.requester().organisation() + " on "
                + facts.target().name() + " as " + facts.login() + " for " + Durations.text(facts.asked());
        text.append(difference.opens() ? alarm(line) : line).append('\n');
        for (int i = 0; i < difference.changes().size(); i++) {
            PolicyDiff.Change change = difference.changes().get(i);
            String name = change.opens() ? alarm(change.text()) : change.text();
            text.append("      ").append(name).append(": ")
                    .append(style.safe().apply(difference.details().get(i))).append('\n');
        }
        return text.append(places("by", difference.after())).append(places("before by", difference.before()))
                .toString();
    }

    private String places(String word, List<String> rules) {
        return rules.isEmpty()
                ? ""
                : "      " + word + ": " + style.safe().apply(String.join(", ", rules)) + "\n";
    }

    private static Json.Obj json(PolicyDiff.Difference difference, Optional<Origin> origin) {
        JsonBuilder json = Json.object().put("request", difference.index());
        origin.ifPresent(where -> json.put("id", where.request()).put("event", where.event()).put("filed",
                where.at().toString()));
        return json.put("opens", difference.opens())
                .put("changes", Json.strings(difference.changes().stream().map(PolicyDiff.Change::text)
                        .toList()))
                .put("details", Json.strings(difference.details()))
                .put("before", Json.strings(difference.before()))
                .put("after", Json.strings(difference.after()))
                .put("facts", difference.facts().json())
                .build();
    }

    /** The temporary files go. */
    @Override
    public void close() {
        waiting.values().forEach(Waiting::close);
    }
}
