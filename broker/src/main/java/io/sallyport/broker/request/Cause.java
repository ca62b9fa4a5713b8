package io.sallyport.broker.request;

import io.sallyport.policies.id.RuleId;
import java.util.List;

/**
 * Why policy leaves less of a grant than was given.
 *
 * @param policyHash of the policy that says so, 64 hex digits
 * @param rules the deny rule that forbids it; or the rule of the grant, and the require rules that fit it only now
 * @param failed the checks of the grant's rule that fail now, for people; empty when none does
 * @param text for the engineer
 */
public record Cause(String policyHash, List<RuleId> rules, List<String> failed, String text) {
    public Cause {
        rules = List.copyOf(rules);
        failed = List.copyOf(failed);
    }
}
