package io.sallyport.broker.identity;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.util.Optional;
import java.util.Set;

/**
 * What the account directory has of a person.
 *
 * @param subject what it calls the person for ever; never reused for another
 * @param enabled false: nobody signs in with it
 * @param factors what is enrolled; empty for a fresh account
 */
public record Account(PersonName person, String subject, String fullName, Optional<String> mail,
        OrganisationName organisation, Set<GroupName> groups, boolean enabled, Set<Factor> factors) {
    public Account {
        groups = Set.copyOf(groups);
        factors = Set.copyOf(factors);
    }
}
