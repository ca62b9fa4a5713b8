package io.sallyport.broker.engagement;

import java.util.List;

/** Reads organisations and engagements from the projection. Blocking; safe for many threads. */
public interface EngagementStore {
    /** Every organisation, by name. */
    List<Organisation> organisations();

    /** Every engagement, running or over, by id. */
    List<Engagement> engagements();
}
