package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewDesk;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.policies.id.RequestId;
import java.util.List;
import java.util.Optional;

/** {@link Reviews} by the broker's own desk. Safe for many threads. */
public final class DeskReviews implements Reviews {
    private final ReviewDesk desk;
    private final ReviewViews views;

    public DeskReviews(ReviewDesk desk, ReviewViews views) {
        this.desk = desk;
        this.views = views;
    }

    @Override
    public List<Review> waiting(Person person) {
        return views.waiting(person);
    }

    @Override
    public List<Review> newest(Person viewer, int limit) {
        return views.newest(viewer, limit);
    }

    @Override
    public Optional<Review> of(Person viewer, RequestId id) {
        return views.of(viewer, id);
    }

    @Override
    public boolean mayReview(Person person, Review review) {
        return views.mayReview(person, review);
    }

    @Override
    public String waitsFor(Review review) {
        return views.waitsFor(review);
    }

    @Override
    public boolean overdue(Review review) {
        return views.overdue(review);
    }

    @Override
    public ReviewOutcome review(Person by, RequestId id, Finding finding, String comment) {
        return desk.review(by, id, finding, comment);
    }
}
