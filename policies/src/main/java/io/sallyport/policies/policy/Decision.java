package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the policy says to a request. Immutable; one document, rendered for three readers. */
public sealed interface Decision {
    /** Why, check by check. */
    Explanation explanation();

    /**
     * Yes, on these terms.
     *
     * @param rule the one allow rule that is used
     * @param kind {@code BREAK_GLASS} when the rule is one for emergencies, {@code AUTOMATIC} when nobody has to say yes beforehand
     * @param approval what the rule itself wants
     * @param before everybody who has to say yes beforehand: the rule's own places and those added by {@code requires}; all are needed,
     *     one person fills at most one place. At most 10 people
     * @param max longest time that grants of this request may last, tightened
     * @param end when it ends if it begins at the facts' instant, exclusive, UTC
     * @param endReason which bound that is, for people
     * @param rights what may be done, tightened by everything that applies
     * @param requires rules that tightened it, sorted by id, at most 16
     */
    record Allowed(RuleId rule, Grant.Kind kind, Approval approval, List<Approval.Slot> before, Duration max,
            Instant end, String endReason, Rights rights, List<RuleId> requires, Explanation explanation)
            implements
                Decision {
        public Allowed {
            before = List.copyOf(before);
            requires = List.copyOf(requires);
        }

        /** How many people have to say yes beforehand. */
        public int people() {
            return Approval.Slot.people(before);
        }
    }

    /**
     * No.
     *
     * @param rule the deny rule that refused, when one did; empty when nothing allowed it
     * @param reason for the requester as it stands
     * @param running what becomes of a session that runs under an earlier yes
     */
    record Denied(Optional<RuleId> rule, String reason, Running running, Explanation explanation)
            implements
                Decision {}

    /** {@code sallyport-decision/1}; its {@link Json#canonical()} bytes are the one spelling of this decision. */
    default Json.Obj json() {
        return DecisionCodec.encode(this);
    }

    /** @throws io.sallyport.policies.json.JsonFormatException when it is no {@code sallyport-decision/1} */
    static Decision parse(Json.Obj json) {
        return DecisionCodec.decode(json);
    }

    /** For the requester: only rules about their own groups, by title, nobody's name, and what would make it pass. */
    default List<String> forEngineer() {
        return DecisionText.forEngineer(this);
    }

    /** For the approver: the rule, what the session may do, who has to say yes, when it ends. */
    default List<String> forApprover() {
        return DecisionText.forApprover(this);
    }

    /** For the auditor: every rule, every check, every fact with its source, and the policy's version. */
    default List<String> forAuditor() {
        return DecisionText.forAuditor(this);
    }
}
