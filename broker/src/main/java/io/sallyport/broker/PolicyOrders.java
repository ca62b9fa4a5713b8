package io.sallyport.broker;

import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyChanges;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyFolder;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.policy.Reading;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What the operator may order about the policy. Blocking; safe for many threads. */
final class PolicyOrders {
    /** Half a frame: what JSON escapes may double. */
    private static final int MOST_BYTES = 30_000;

    private final BrokerConfig config;
    private final PolicyDesk desk;
    private final InstantSource time;

    PolicyOrders(BrokerConfig config, PolicyDesk desk, InstantSource time) {
        this.config = config;
        this.desk = desk;
        this.time = time;
    }

    /** Reads the policy folder; problems also show in status and health from now on. */
    Reading read() {
        Reading reading = PolicyFolder.read(config.policy(), time.instant());
        desk.folder(reading instanceof Reading.Bad(List<String> problems) ? problems : List.of());
        return reading;
    }

    /**
     * Has it in force, or proposes it; says what came of it.
     *
     * @throws ConfigException it can't be kept on disk; nothing changed
     */
    List<String> want(PolicyVersion version) throws ConfigException {
        try {
            return said(desk.want(version));
        } catch (IOException e) {
            throw new ConfigException("the policy can't be kept: " + e.getMessage());
        }
    }

    private static List<String> said(PolicyOutcome outcome) {
        return switch (outcome) {
            case PolicyOutcome.Unchanged _ -> List.of("policy: nothing changed");
            case PolicyOutcome.Activated(PolicyVersion version, PolicyChanges changes) ->
                with("policy: activated " + version.hash(), changes);
            case PolicyOutcome.Proposed(Proposal proposal) -> with(proposed(proposal), proposal.changes());
            case PolicyOutcome.Refused(String text) -> List.of(text);
        };
    }

    private static String proposed(Proposal proposal) {
        return "policy: proposed " + proposal.version().hash()
                + ", not in force; an approver confirms it with: "
                + "ssh gw policy activate " + proposal.version().hash().substring(0, PolicyDesk.HASH);
    }

    private static List<String> with(String line, PolicyChanges changes) {
        List<String> lines = new ArrayList<>();
        lines.add(line);
        changes.lines().forEach(change -> lines.add("  " + change));
        return lines;
    }

    /** Only the policy, not the directory. {@code dryRun}: says what would change. */
    Json.Obj activate(boolean dryRun) {
        Reading reading = dryRun ? PolicyFolder.read(config.policy(), time.instant()) : read();
        return switch (reading) {
            case Reading.Bad(List<String> problems) -> nothingChanged(problems);
            case Reading.Good(PolicyVersion version, List<String> warnings) -> {
                List<String> lines = new ArrayList<>(warnings);
                try {
                    lines.addAll(dryRun ? would(version) : want(version));
                } catch (ConfigException e) {
                    yield nothingChanged(e.lines());
                }
                yield answer(true, lines).build();
            }
        };
    }

    private List<String> would(PolicyVersion version) {
        return version.hash().equals(desk.current().hash())
                ? List.of("policy: " + version.hash() + " is in force: nothing would change")
                : with("policy: " + version.hash() + " is good and its tests hold; it would change:",
                        desk.changes(version));
    }

    /** Newest first. */
    Json.Obj history() {
        List<Activation> newest = desk.activations().reversed();
        List<String> lines = new ArrayList<>(newest.stream().map(Activation::text).toList());
        desk.proposal().ifPresent(waiting -> lines.addFirst(proposed(waiting)));
        return answer(true, lines)
                .put("in_force", desk.current().hash())
                .put("proposed", desk.proposal().map(waiting -> waiting.version().hash()))
                .put("versions", Json.array(newest.stream().map(Activation::json).toList())).build();
    }

    /** What the status says of the policy. */
    List<String> status() {
        List<String> lines = new ArrayList<>();
        lines.add("policy: " + desk.current().hash());
        desk.proposal().ifPresent(waiting -> lines.add(proposed(waiting)));
        if (!desk.problems().isEmpty()) {
            lines.add("POLICY FOLDER: CAN'T BE USED, the last good version stays in force:");
            desk.problems().forEach(problem -> lines.add("  " + problem));
        }
        return lines;
    }

    static Json.Obj nothingChanged(List<String> problems) {
        List<String> lines = new ArrayList<>(problems);
        lines.add("nothing was changed: the broker goes on with what it had");
        return answer(false, lines).build();
    }

    /** An answer that fits into one frame: of too many lines the first ones and the last. */
    static JsonBuilder answer(boolean ok, List<String> lines) {
        return Json.object().put("ok", ok).put("lines", Json.strings(bounded(lines)));
    }

    private static List<String> bounded(List<String> lines) {
        int bytes = 0;
        for (int i = 0; i < lines.size(); i++) {
            bytes += lines.get(i).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                List<String> some = new ArrayList<>(lines.subList(0, i));
                some.add("(" + (lines.size() - i) + " more lines)");
                some.add(lines.getLast());
                return some;
            }
        }
        return lines;
    }
}
