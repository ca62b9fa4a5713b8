package io.sallyport.policies.policy;

import io.sallyport.policies.id.RuleId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that was looked at for a decision.
 *
 * @param facts what was known
 * @param policyHash the version of the policy, 64 hex digits
 * @param timeZones version of the time zone data that windows were resolved with
 * @param chosen the allow rule that is used
 * @param traces of every rule, sorted by the rule's id
 */
public record Explanation(Facts facts, String policyHash, String timeZones, Optional<RuleId> chosen,
        List<Trace> traces) {
    public Explanation {
        traces = List.copyOf(traces);
    }

    /** The allow rule about the requester that came nearest: the fewest checks that failed, among those that were asked for. */
    public Optional<Trace> closest() {
        return traces.stream().filter(trace -> trace.kind() == RuleKind.ALLOW && trace.aboutRequester())
                .min(Comparator.comparing(Trace::notAskedFor)
                        .thenComparingInt((Trace trace) -> trace.failed().size())
                        .thenComparing(Trace::rule));
    }

    /** What was looked at for this rule. */
    public Optional<Trace> trace(RuleId id) {
        return traces.stream().filter(trace -> trace.rule().equals(id)).findFirst();
    }

    /** Without the rules that neither fit nor are about the requester; small enough to be kept with each request. */
    public Explanation brief() {
        return new Explanation(facts, policyHash, timeZones, chosen,
                traces.stream().filter(trace -> trace.matches()
                        || (trace.kind() == RuleKind.ALLOW && trace.aboutRequester())).toList());
    }
}
