package io.sallyport.broker.identity;

import io.sallyport.policies.id.GroupName;
import java.util.Map;

/**
 * Since when a person holds groups and roles without a break: the places in the journal of the events that gave them. A
 * change of organisation, or of the organisation itself between provider and company, and being enabled again begin anew.
 */
public record Tenure(Map<GroupName, Long> groups, Map<Role, Long> roles) {
    public Tenure {
        groups = Map.copyOf(groups);
        roles = Map.copyOf(roles);
    }
}
