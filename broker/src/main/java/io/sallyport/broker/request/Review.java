package io.sallyport.broker.request;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.RequestId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The review of an emergency access: open from the grant on, until every place is filled.
 *
 * @param request what was asked for, with the terms of the review
 * @param openedAt when the grant was made
 * @param ends when the grant ends, exclusive
 * @param dueAt from then on it is overdue
 * @param reportedAt when it was journalled that it is overdue
 * @param given so far, oldest first
 * @param completedAt when the last place was filled
 */
public record Review(AccessRequest request, GrantId grant, Instant openedAt, Instant ends, Instant dueAt,
        Optional<Instant> reportedAt, List<ReviewGiven> given, Optional<Instant> completedAt) {
    public Review {
        given = List.copyOf(given);
        if (request.draft().review().isEmpty()) {
            throw new IllegalArgumentException("a review of what needs none");
        }
    }

    public RequestId id() {
        return request.id();
    }

    public ReviewTerms terms() {
        return request.draft().review().orElseThrow();
    }

    public boolean open() {
        return completedAt.isEmpty();
    }

    /** True from the instant {@link #dueAt} on while it is open, whether or not that was journalled yet. */
    public boolean overdue(Instant at) {
        return open() && !at.isBefore(dueAt);
    }

    /** How many reviewers objected. */
    public long objections() {
        return given.stream().filter(each -> each.finding() == Finding.OBJECTION).count();
    }
}
