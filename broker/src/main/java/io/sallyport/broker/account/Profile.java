package io.sallyport.broker.account;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.util.Optional;
import java.util.Set;

/** What an invitation said about the person an account was made for. */
record Profile(String fullName, Optional<String> mail, OrganisationName organisation, Set<GroupName> groups) {
    Profile {
        groups = Set.copyOf(groups);
    }
}
