package io.sallyport.broker.service;

import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be different about a service account; what is empty stays. */
public record ServiceChange(Optional<PersonName> owner, Optional<Instant> until,
        Optional<List<Cidr>> networks,
        Optional<Set<GroupName>> groups) {
    /** True when all of it stays. */
    public boolean nothing() {
        return owner.isEmpty() && until.isEmpty() && networks.isEmpty() && groups.isEmpty();
    }

    ServiceAccount of(ServiceAccount before) {
        return new ServiceAccount(owner.orElse(before.owner()), until.orElse(before.until()),
                networks.orElse(before.networks()));
    }
}
