package io.sallyport.broker.identity;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;
import java.util.Set;

/** The account that a person is to have. */
public record NewAccount(PersonName person, String fullName, Optional<String> mail,
        OrganisationName organisation, Set<GroupName> groups) {
    public NewAccount {
        groups = Set.copyOf(groups);
    }
}
