package io.sallyport.broker.provider;

import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import java.util.Set;

/** Whom somebody wants to invite. */
public record InvitationForm(OrganisationName provider, String mail, String fullName,
        Set<GroupName> groups) {
    public InvitationForm {
        groups = Set.copyOf(groups);
    }
}
