package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the policy says to a request. */
public sealed interface Decision {
    /** Why, check by check. */
    Explanation explanation();

    /**
     * Yes, on these terms.
     *
     * @param rule the one allow rule that is used
     * @param approval whose yes is needed
     * @param max longest time that one grant may last under this rule
     * @param end when it ends if it begins at the facts' instant, exclusive, UTC
     * @param endReason which bound that is, for people
     * @param rights what may be done, tightened by everything that applies
     * @param requires rules that tightened it
     */
    record Allowed(RuleId rule, Approval approval, Duration max, Instant end, String endReason, Rights rights,
            List<RuleId> requires,
            Explanation explanation) implements Decision {
        public Allowed {
            requires = List.copyOf(requires);
        }
    }

    /**
     * No.
     *
     * @param rule the rule that refused, when one did; empty when nothing allowed it
     * @param reason one sentence for the requester
     */
    record Denied(Optional<RuleId> rule, String reason, Explanation explanation) implements Decision {}
}
