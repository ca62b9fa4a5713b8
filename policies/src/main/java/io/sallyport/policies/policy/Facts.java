package io.sallyport.policies.policy;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a decision may see. Immutable; the same facts under the same snapshot always give the same decision.
 *
 * @param mfa how the person is proved now; empty when that is not known, which no check takes for a yes
 * @param labels of the target, from the inventory; a label that is absent is known to be absent
 * @param owner group that answers for the target
 * @param source address the request comes from; empty when not known
 * @param at when the work would begin, UTC
 * @param asked how long it would last
 * @param named the rule that the requester wants used, when several fit
 */
public record Facts(PersonName person, OrganisationName organisation, Set<GroupName> groups,
        Optional<Mfa> mfa, TargetName target,
        Map<String, String> labels, GroupName owner, LoginName login, Optional<InetAddress> source,
        Instant at, Duration asked,
        Optional<RuleId> named) {
    public Facts {
        groups = Set.copyOf(groups);
        labels = Map.copyOf(labels);
        if (!asked.isPositive()) {
            throw new IllegalArgumentException("a request for no time at all");
        }
    }
}
