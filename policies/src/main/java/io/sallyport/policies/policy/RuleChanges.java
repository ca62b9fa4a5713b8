package io.sallyport.policies.policy;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Location;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What became of the rules from one policy to another. Where a rule stands does not count; defaults, limits and profiles count through the
 * rules that they shape; what a window's name means does not show here. Each list is sorted.
 */
public record RuleChanges(List<RuleId> added, List<RuleId> removed, List<RuleId> changed) {
    private static final Location NOWHERE = new Location("", 1, 1);
    private static final Windows NO_WINDOWS = Windows.none();

    public RuleChanges {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
    }

    public static RuleChanges between(PolicySnapshot before, PolicySnapshot after) {
        Map<RuleId, Rule> old = byId(before);
        Map<RuleId, Rule> now = byId(after);
        return new RuleChanges(now.keySet().stream().filter(id -> !old.containsKey(id)).toList(),
                old.keySet().stream().filter(id -> !now.containsKey(id)).toList(),
                old.keySet().stream().filter(now::containsKey)
                        .filter(id -> !Objects.equals(old.get(id), now.get(id))).toList());
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    private static Map<RuleId, Rule> byId(PolicySnapshot policy) {
        Map<RuleId, Rule> rules = new TreeMap<>();
        policy.all().forEach(rule -> rules.put(rule.id(), comparable(rule)));
        return rules;
    }

    private static Rule comparable(Rule rule) {
        Match match = new Match(rule.match().conditions().stream().map(RuleChanges::comparable).toList());
        return switch (rule) {
            case Rule.Allow allow -> new Rule.Allow(allow.id(), allow.title(), NOWHERE, match,
                    allow.max(), allow.approval(), allow.rights());
            case Rule.Require require -> new Rule.Require(require.id(), require.title(),
                    NOWHERE, match, require.max(), require.before(), require.rights());
            case Rule.Deny deny -> new Rule.Deny(deny.id(), deny.title(), NOWHERE, match,
                    deny.reason(), deny.running());
        };
    }

    private static Condition comparable(Condition condition) {
        return condition instanceof TimeWindow when
                ? new TimeWindow(NO_WINDOWS, when.names(), when.maintenance(), when.wanted())
                : condition;
    }
}
