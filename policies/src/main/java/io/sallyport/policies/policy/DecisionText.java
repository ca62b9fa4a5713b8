package io.sallyport.policies.policy;

import io.sallyport.policies.grant.GrantText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A decision in plain words, one fact per line, as much of it as a reader may know. Free texts are as people wrote them. */
final class DecisionText {

    private DecisionText() {}

    static List<String> forEngineer(Decision decision) {
        Explanation explanation = decision.explanation();
        return switch (decision) {
            case Decision.Allowed allowed -> explanation.trace(allowed.rule())
                    .map(trace -> List.of("Allowed by: " + trace.title())).orElse(List.of());
            case Decision.Denied denied when denied.rule().isPresent() -> List.of();
            case Decision.Denied _ -> closest(explanation);
        };
    }

    private static List<String> closest(Explanation explanation) {
        Optional<Trace> near = explanation.closest();
        if (near.isEmpty()) {
            return List.of("No rule is about your groups. Ask the company's administrators.");
        }
        List<String> lines = new ArrayList<>(List.of("Closest rule: " + near.get().title()));
        for (Check check : near.get().failed()) {
            lines.add("  " + check.field() + ": needs " + check.wanted() + ", is " + check.actual()
                    + check.remedy().map(text -> ". " + text).orElse(""));
        }
        return List.copyOf(lines);
    }

    static List<String> forApprover(Decision decision) {
        if (!(decision instanceof Decision.Allowed allowed)) {
            return forEngineer(decision);
        }
        List<String> lines = new ArrayList<>();
        allowed.explanation().trace(allowed.rule()).ifPresent(trace -> {
            lines.add("Rule " + trace.rule() + " (" + trace.title() + ")");
            trace.checks().forEach(check -> lines.add(line(check)));
        });
        lines.addAll(GrantText.rights(allowed.rights()));
        return List.copyOf(lines);
    }

    static List<String> forAuditor(Decision decision) {
        Explanation explanation = decision.explanation();
        List<String> lines = new ArrayList<>(List.of("Policy " + explanation.policyHash()));
        for (Trace trace : explanation.traces()) {
            String mark = explanation.chosen().filter(trace.rule()::equals).isPresent()
                    ? "used"
                    : trace.matches() ? "fits" : "no";
            lines.add(String.format(Locale.ROOT, "%-5s %s (%s) at %s", mark, trace.rule(), trace.title(),
                    trace.at()));
            trace.checks().forEach(check -> lines.add("    " + line(check)));
        }
        return List.copyOf(lines);
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
}
