package io.sallyport.broker.request;

import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.id.RuleId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads emergency accesses and their reviews from the projection. Blocking; safe for many threads. */
public interface ReviewStore {
    /** The review of a request; empty when it is no emergency or has no grant. */
    Optional<Review> review(RequestId id);

    /** Every review that is not complete, the one that is due first foremost. */
    List<Review> open();

    /** The newest, open and complete. */
    List<Review> newest(int limit);

    /**
     * When an organisation used an emergency rule, oldest first: whatever was asked for after {@code after} and was granted or may
     * still be.
     */
    List<Instant> uses(OrganisationName organisation, RuleId rule, Instant after);
}
