package io.sallyport.broker;

import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyChanges;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyFolder;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.policy.Reading;
import io.sallyport.broker.session.PolicyEffects;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.wire.text.Sanitize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Reads the policy folder; problems also show in status, health, console and journal from now on. */
    Reading read(Optional<String> user) {
        Reading reading = PolicyFolder.read(config.policy(), time.instant());
        desk.folder(reading, user);
        return reading;
    }

    /** What came of an order, for people and for scripts. */
    record Said(List<String> lines, JsonBuilder json) {}

    /**
     * Has it in force, or proposes it; says what came of it.
     *
     * @throws ConfigException it can't be kept on disk; nothing changed
     */
    Said want(PolicyVersion version, Optional<String> user) throws ConfigException {
        try {
            return said(desk.want(version, user));
        } catch (IOException e) {
            throw new ConfigException("the policy can't be kept: " + e.getMessage());
        }
    }

    private static Said said(PolicyOutcome outcome) {
        return switch (outcome) {
            case PolicyOutcome.Unchanged _ -> new Said(List.of("policy: nothing changed"),
                    Json.object().put("outcome", "unchanged"));
            case PolicyOutcome.Activated(PolicyVersion version, PolicyChanges changes, PolicyEffects effects) ->
                said("policy: activated " + version.hash(), "activated", version, changes, effects);
            case PolicyOutcome.Proposed(Proposal proposal, PolicyEffects effects) -> said(proposed(proposal),
                    "proposed", proposal.version(), proposal.changes(), effects);
            case PolicyOutcome.Ended(String hash) -> new Said(List.of("policy: " + hash + " waits no more"),
                    Json.object().put("outcome", "ended").put("hash", hash));
            case PolicyOutcome.Refused(_, String text) ->
                new Said(List.of(text), Json.object().put("outcome", "refused"));
        };
    }

    private static String proposed(Proposal proposal) {
        return "policy: proposed " + proposal.hash()
                + ", not in force; an approver confirms it with: "
                + "ssh gw policy activate " + proposal.hash().substring(0, PolicyDesk.HASH);
    }

    private static Said said(String first, String outcome, PolicyVersion version, PolicyChanges changes,
            PolicyEffects effects) {
        List<String> lines = new ArrayList<>();
        lines.add(first);
        changes.lines().forEach(change -> lines.add("  " + change));
        effects.lines().forEach(effect -> lines.add("  " + Sanitize.terminal(effect)));
        return new Said(lines, Json.object().put("outcome", outcome).put("hash", version.hash())
                .put("changes", Json.strings(changes.lines())).put("effects", effects.json(MOST_BYTES)));
    }

    /** Only the policy, not the directory. {@code dryRun}: says what would change, for the rules and for what is open. {@code json}: for scripts. */
    Json.Obj activate(boolean dryRun, boolean json, Optional<String> user) {
        Reading reading = dryRun ? PolicyFolder.read(config.policy(), time.instant()) : read(user);
        return switch (reading) {
            case Reading.Bad(List<String> problems, _) -> nothingChanged(problems);
            case Reading.Good(PolicyVersion version, List<String> warnings) -> {
                try {
                    Said said = dryRun ? would(version) : want(version, user);
                    List<String> lines = new ArrayList<>(warnings);
                    lines.addAll(said.lines());
                    // One or the other: both together might not fit into a frame.
                    yield json
                            ? answer(true, List.of()).put("result", said.json()).build()
                            : answer(true, lines).build();
                } catch (ConfigException e) {
                    yield nothingChanged(e.lines());
                }
            }
        };
    }

    private Said would(PolicyVersion version) {
        return version.hash().equals(desk.current().hash())
                ? new Said(List.of("policy: " + version.hash() + " is in force: nothing would change"),
                        Json.object().put("outcome", "unchanged"))
                : said("policy: " + version.hash() + " is good and its tests hold; it would change:", "would",
                        version, desk.changes(version), desk.effects(version));
    }

    /** Takes back what waits. */
    Json.Obj withdraw(String reason, Optional<String> user) {
        PolicyOutcome outcome = desk.withdraw(reason, user);
        return answer(outcome instanceof PolicyOutcome.Ended, said(outcome).lines()).build();
    }

    /** Newest first. */
    Json.Obj history() {
        List<Activation> newest = desk.activations().reversed();
        List<String> lines = new ArrayList<>(newest.stream().map(Activation::text).toList());
        desk.proposal().ifPresent(waiting -> lines.addFirst(proposed(waiting)));
        return answer(true, lines)
                .put("in_force", desk.current().hash())
                .put("proposed", desk.proposal().map(Proposal::hash))
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
