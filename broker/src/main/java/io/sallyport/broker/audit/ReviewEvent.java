package io.sallyport.broker.audit;

import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RequestId;
import java.time.Instant;

/** What happens to the reviews of emergency access. A review begins with the grant, which is in the request's own event. */
public sealed interface ReviewEvent extends Event {
    /** One reviewer's finding: {@code justified} or {@code objection}. */
    record ReviewGiven(Instant at, Actor actor, RequestId request, PersonName reviewer, String finding,
            String comment) implements ReviewEvent {}

    /**
     * Every place is filled.
     *
     * @param objections how many reviewers objected
     */
    record ReviewCompleted(Instant at, Actor actor, RequestId request, long objections)
            implements
                ReviewEvent {}

    /**
     * It was not complete in time. Once for each.
     *
     * @param suspends the organisation gets no emergency access until it is
     */
    record ReviewOverdue(Instant at, Actor actor, RequestId request, OrganisationName organisation,
            Instant dueAt, boolean suspends) implements ReviewEvent {}
}
