package io.sallyport.policies.policy;

import io.sallyport.policies.yaml.Problems;
import java.util.List;

/** Looks at all rules together for what no single one shows. */
final class Review {
    private final List<Rule.Allow> allows;
    private final Problems problems;

    Review(List<Rule> rules, Problems problems) {
        this.allows = rules.stream().filter(Rule.Allow.class::isInstance).map(Rule.Allow.class::cast)
                .toList();
        this.problems = problems;
    }

    void review() {
        for (Rule.Allow rule : allows) {
            for (Rule.Allow other : allows) {
                if (rule.approval() instanceof Approval.Automatic
                        && other.approval() instanceof Approval.Before
                        && !rule.match().excludes(other.match())) {
                    problems.warning(rule.at(), "bypasses-approval",
                            "'" + rule.id() + "' grants without approval some requests for which '"
                                    + other.id() + "' (" + other.at() + ") wants approval");
                }
            }
        }
    }
}
