package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What limits and all matching require rules ask for together, whichever allow rule is used.
 *
 * @param limits met with the rights of all rules
 * @param before of all rules
 * @param shortest the rule with the shortest {@code max}, when one has any
 */
record Tightening(List<RuleId> rules, Rights limits, List<Approval.Slot> before,
        Optional<Rule.Require> shortest) {
    /** An allow rule may want as many as this by itself, so that both together fit a grant. */
    static final int MOST_PEOPLE = Grant.APPROVALS_MOST / 2;
    /** The allow rule brings one more. */
    private static final int MOST_LISTS = Rights.LISTS_IN_GRANT - 1;
    /** And so it is with the bytes of lists: two halves that were bounded apart fit together. */
    private static final int MOST_LIST_BYTES = GrantLists.MOST_BYTES - RightsBlocks.MOST_LIST_BYTES;

    /** Empty when they are more than a grant can name, independently of the allow rule: then nothing may be opened. */
    static Optional<Tightening> of(List<Rule.Require> rules, Rights limits) {
        if (rules.size() > Grant.REQUIRES_MOST) {
            return Optional.empty();
        }
        if (rules.isEmpty()) {
            return Optional.of(new Tightening(List.of(), limits, List.of(), Optional.empty()));
        }
        Rights all = limits;
        List<Approval.Slot> before = new ArrayList<>();
        for (Rule.Require rule : rules) {
            all = Meet.of(all, rule.rights());
            if (all.mostLists() > MOST_LISTS) {
                return Optional.empty();
            }
            before.addAll(rule.before());
        }
        if (Approval.Slot.people(before) > MOST_PEOPLE || !GrantLists.fit(all, MOST_LIST_BYTES)) {
            return Optional.empty();
        }
        return Optional.of(new Tightening(rules.stream().map(Rule.Require::id).toList(), all, before,
                rules.stream().filter(rule -> rule.max().isPresent())
                        .min(Comparator.comparing((Rule.Require rule) -> rule.max().orElseThrow()))));
    }

    Duration max(Duration allowed) {
        return shortest.flatMap(Rule.Require::max).filter(max -> max.compareTo(allowed) < 0).orElse(allowed);
    }
}
