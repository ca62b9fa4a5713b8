package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Location;
import java.util.List;

/**
 * Whom one rule needs on one target, whoever asks and whenever.
 *
 * @param slots people who say yes, beforehand or afterwards; all are needed, one person fills one place
 * @param observers people who have to watch
 */
public record Places(RuleId rule, Location at, List<Approval.Slot> slots, List<Observer> observers) {
    public Places {
        slots = List.copyOf(slots);
        observers = List.copyOf(observers);
    }

    static Places of(Rule.Allow rule) {
        return new Places(rule.id(), rule.at(), switch (rule.approval()) {
            case Approval.Before(List<Approval.Slot> slots) -> slots;
            case Approval.After after -> after.slots();
            case Approval.Automatic _ -> List.of();
        }, rule.rights().observers());
    }

    static Places of(Rule.Require rule) {
        return new Places(rule.id(), rule.at(), rule.before(), rule.rights().observers());
    }
}
