package io.sallyport.policies.policy;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Location;
import java.util.List;

/**
 * Every check of one rule, in the order of the rule's fields.
 *
 * @param aboutRequester whether the rule is about the requester's own groups, person or company at all
 */
public record Trace(RuleId rule, String title, Location at, boolean aboutRequester, List<Check> checks) {
    public Trace {
        checks = List.copyOf(checks);
    }

    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    public List<Check> notPassed() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }
}
