package io.sallyport.broker.request;

import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Explanation;
import io.sallyport.policies.policy.Trace;
import java.util.List;

/**
 * A decision as it is kept in the journal: with every fact it saw, so that it can be decided again, and with the rules that mattered,
 * as far as there is room. An event has to fit whatever the policy is like.
 */
final class KeptDecision {
    /** Beside the lists of the rights, which have their own bound. Leaves the rest of an event to the draft and the grant. */
    static final int MOST_BYTES = 24 * 1024;

    private KeptDecision() {}

    static Json.Obj json(Decision decision) {
        Explanation brief = decision.explanation().brief();
        Json.Obj json = with(decision, brief.traces());
        if (fits(decision, json)) {
            return json;
        }
        json = with(decision, brief.traces().stream().filter(trace -> used(decision, trace)).toList());
        return fits(decision, json) ? json : with(decision, List.of());
    }

    private static boolean fits(Decision decision, Json.Obj json) {
        int lists = decision instanceof Decision.Allowed allowed ? GrantLists.bytes(allowed.rights()) : 0;
        return json.canonical().length - lists <= MOST_BYTES;
    }

    private static boolean used(Decision decision, Trace trace) {
        return switch (decision) {
            case Decision.Allowed allowed -> allowed.rule().equals(trace.rule())
                    || allowed.requires().contains(trace.rule());
            case Decision.Denied denied -> denied.rule().filter(trace.rule()::equals).isPresent();
        };
    }

    private static Json.Obj with(Decision decision, List<Trace> traces) {
        Explanation all = decision.explanation();
        Explanation kept = new Explanation(all.facts(), all.policyHash(), all.timeZones(), all.chosen(),
                traces);
        Decision brief = switch (decision) {
            case Decision.Allowed allowed -> new Decision.Allowed(allowed.rule(), allowed.kind(),
                    allowed.approval(), allowed.before(), allowed.max(), allowed.end(), allowed.endReason(),
                    allowed.rights(), allowed.requires(), kept);
            case Decision.Denied denied -> new Decision.Denied(denied.rule(), denied.reason(),
                    denied.running(), kept);
        };
        return brief.json();
    }
}
