package io.sallyport.broker.target;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.TargetName;
import java.util.Map;
import java.util.TreeMap;

/**
 * A machine one may reach.
 *
 * @param owner the group inside the company that answers for it
 * @param notes house notes, shown to engineers; may be empty
 * @param enrolled an agent is registered for it (it need not be connected)
 */
public record Target(TargetName name, Map<String, String> labels, GroupName owner, String notes,
        boolean enrolled) {
    public Target {
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
