package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.policies.id.RequestId;
import java.util.List;
import java.util.Optional;

/** There was no emergency. What the console does with one is tested over the real desks. */
final class NoReviews implements Reviews {
    @Override
    public List<Review> waiting(Person person) {
        return List.of();
    }

    @Override
    public List<Review> newest(Person viewer, int limit) {
        return List.of();
    }

    @Override
    public Optional<Review> of(Person viewer, RequestId id) {
        return Optional.empty();
    }

    @Override
    public boolean mayReview(Person person, Review review) {
        return false;
    }

    @Override
    public String waitsFor(Review review) {
        return "nobody";
    }

    @Override
    public boolean overdue(Review review) {
        return false;
    }

    @Override
    public ReviewOutcome review(Person by, RequestId id, Finding finding, String comment) {
        return new ReviewOutcome.Refused(RequestOutcome.Reason.NO_SUCH_REVIEW, "There is no such review.");
    }
}
