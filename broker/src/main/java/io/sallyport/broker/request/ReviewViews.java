package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.RequestId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What people see of emergency access and its reviews. Changes nothing. Blocking; safe for many threads. */
public final class ReviewViews {
    /** How many reviews are not complete, and how many of those are overdue. */
    public record Counts(int open, int overdue) {
        /** For operators. */
        public String text() {
            return open + (open == 1 ? " review open" : " reviews open") + ", " + overdue + " overdue";
        }
    }

    private final ReviewStore reviews;
    private final Approvers approvers;
    private final WaitsFor waitsFor;
    private final InstantSource time;

    public ReviewViews(ReviewStore reviews, Approvers approvers, WaitsFor waitsFor, InstantSource time) {
        this.reviews = reviews;
        this.approvers = approvers;
        this.waitsFor = waitsFor;
        this.time = time;
    }

    /**
     * What this person is to see until it is reviewed, the one that is due first foremost: everything that a group of theirs reviews or
     * is told of. Nothing that they do takes it away but the review.
     */
    public List<Review> waiting(Person person) {
        return reviews.open().stream().filter(review -> review.terms().concerns(person)).toList();
    }

    /** The newest that this person may see, open and complete. */
    public List<Review> newest(Person viewer, int limit) {
        return reviews.newest(limit).stream().filter(review -> RequestViews.sees(viewer, review.request()))
                .toList();
    }

    /** The review of a request, for whoever may see the request. */
    public Optional<Review> of(Person viewer, RequestId id) {
        return reviews.review(id).filter(review -> RequestViews.sees(viewer, review.request()));
    }

    /** True when this person could review it now and has not done so. */
    public boolean mayReview(Person person, Review review) {
        return review.open() && approvers.obstacle(person, Question.review(review)).isEmpty()
                && review.given().stream().noneMatch(given -> given.reviewer().equals(person.name()));
    }

    /** Whose review is missing, in words. */
    public String waitsFor(Review review) {
        return waitsFor.text(review);
    }

    /** True when its time is over and it is not complete. */
    public boolean overdue(Review review) {
        return review.overdue(time.instant());
    }

    /** For operators. */
    public Counts counts() {
        List<Review> open = reviews.open();
        return new Counts(open.size(), (int) open.stream().filter(this::overdue).count());
    }
}
