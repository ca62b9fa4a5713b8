package io.sallyport.broker.engagement;

import io.sallyport.policies.id.OrganisationName;
import java.util.List;
import java.util.Set;

/** Reads organisations and engagements from the projection. Blocking; safe for many threads. */
public interface EngagementStore {
    /** Every organisation, by name. */
    List<Organisation> organisations();

    /** Every engagement, running or over, by id. */
    List<Engagement> engagements();

    /** Providers that are held: nobody of them is enabled. */
    default Set<OrganisationName> held() {
        return Set.of();
    }
}
