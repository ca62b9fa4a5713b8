package io.sallyport.policies.policy;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that was looked at for a decision; one document, rendered for three readers.
 *
 * @param traces of every rule, sorted by the rule's id
 * @param chosen the allow rule that is used
 */
public record Explanation(List<Trace> traces, Optional<RuleId> chosen, String policyHash) {
    public Explanation {
        traces = traces.stream().sorted(Comparator.comparing((Trace trace) -> trace.rule().value())).toList();
    }

    /** The rule about the requester that came nearest. */
    public Optional<Trace> closest() {
        return traces.stream().filter(Trace::aboutRequester)
                .min(Comparator.comparingInt((Trace trace) -> trace.notPassed().size())
                        .thenComparing(trace -> trace.rule().value()));
    }

    /** For the requester: only rules about their own groups, and what would make it pass. */
    public List<String> forEngineer() {
        if (chosen.isPresent()) {
            return trace(chosen.get()).map(trace -> List.of("Allowed by: " + trace.title()))
                    .orElse(List.of());
        }
        Optional<Trace> near = closest();
        if (near.isEmpty()) {
            return List.of("No rule is about your groups. Ask the company's administrators.");
        }
        List<String> lines = new ArrayList<>(List.of("Closest rule: " + near.get().title()));
        for (Check check : near.get().notPassed()) {
            lines.add("  " + check.field() + ": needs " + check.wanted() + ", is " + check.actual()
                    + check.remedy().map(text -> ". " + text).orElse(""));
        }
        return lines;
    }

    /** For the approver: the rule that is used and everything it looked at. */
    public List<String> forApprover() {
        return chosen.flatMap(this::trace).map(trace -> {
            List<String> lines = new ArrayList<>(
                    List.of("Rule " + trace.rule() + " (" + trace.title() + ")"));
            trace.checks().forEach(check -> lines.add(line(check)));
            return List.copyOf(lines);
        }).orElseGet(this::forEngineer);
    }

    /** For the auditor: every rule and every check, and the policy's version. */
    public List<String> forAuditor() {
        List<String> lines = new ArrayList<>(List.of("Policy " + policyHash));
        for (Trace trace : traces) {
            String mark = chosen.filter(trace.rule()::equals).isPresent()
                    ? "used"
                    : trace.passed() ? "fits" : "no";
            lines.add(String.format(Locale.ROOT, "%-5s %s (%s) at %s", mark, trace.rule(), trace.title(),
                    trace.at()));
            trace.checks().forEach(check -> lines.add("    " + line(check)));
        }
        return lines;
    }

    private static String line(Check check) {
        String mark = switch (check.outcome()) {
            case PASSED -> "ok";
            case FAILED -> "FAIL";
            case UNKNOWN -> "?";
        };
        return String.format(Locale.ROOT, "  %-5s %-14s need %s, have %s", mark, check.field(),
                check.wanted(), check.actual());
    }

    private Optional<Trace> trace(RuleId id) {
        return traces.stream().filter(trace -> trace.rule().equals(id)).findFirst();
    }

    /** The whole document. */
    public Json json() {
        List<Json> rules = new ArrayList<>();
        for (Trace trace : traces) {
            List<Json> checks = new ArrayList<>();
            for (Check check : trace.checks()) {
                checks.add(Json.object().put("field", check.field())
                        .put("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
                        .put("wanted", check.wanted()).put("actual", check.actual())
                        .put("remedy", check.remedy()).build());
            }
            rules.add(Json.object().put("rule", trace.rule().value()).put("title", trace.title())
                    .put("at", trace.at().toString())
                    .put("passed", trace.passed()).put("checks", Json.array(checks)).build());
        }
        return Json.object().put("policy", policyHash).put("chosen", chosen.map(RuleId::value))
                .put("rules", Json.array(rules)).build();
    }
}
