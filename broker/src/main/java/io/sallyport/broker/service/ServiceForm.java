package io.sallyport.broker.service;

import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Set;

/** A service account that somebody wants made. */
public record ServiceForm(PersonName name, String fullName, OrganisationName organisation,
        ServiceAccount account, Set<GroupName> groups) {
    public ServiceForm {
        groups = Set.copyOf(groups);
    }
}
