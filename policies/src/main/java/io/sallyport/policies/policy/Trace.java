package io.sallyport.policies.policy;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Every check of one rule, in the order of the rule's fields.
 *
 * @param aboutRequester whether the rule is about the requester's own groups, person or company at all
 */
public record Trace(RuleKind kind, RuleId rule, String title, Location at, boolean aboutRequester,
        List<Check> checks) {
    public Trace {
        checks = List.copyOf(checks);
    }

    Trace with(Check more) {
        List<Check> all = new ArrayList<>(checks);
        all.add(more);
        return new Trace(kind, rule, title, at, aboutRequester, all);
    }

    /** Whether the request is of another kind than the rule, or about another one. */
    boolean notAskedFor() {
        return !checks.isEmpty() && Set.of(Check.EMERGENCY, Check.NAMED).contains(checks.getLast().field());
    }

    /** Whether the rule applies. What is not known keeps an allow rule away, and never a rule that tightens or refuses. */
    public boolean matches() {
        for (Check check : checks) {
            if (!matches(kind, check)) {
                return false;
            }
        }
        return true;
    }

    /** The checks that keep the rule away. */
    public List<Check> failed() {
        return checks.stream().filter(check -> !matches(kind, check)).toList();
    }

    private static boolean matches(RuleKind kind, Check check) {
        return switch (check.outcome()) {
            case PASSED -> true;
            case FAILED -> false;
            case UNKNOWN -> kind != RuleKind.ALLOW;
        };
    }
}
