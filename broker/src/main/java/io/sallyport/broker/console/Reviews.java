package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.policies.id.RequestId;
import java.util.List;
import java.util.Optional;

/** What the console needs of the review desk. Every call blocks, and decides for itself what the person may see and do. */
public interface Reviews {
    /** Emergencies that this person is to see until they are reviewed, the one that is due first foremost. */
    List<Review> waiting(Person person);

    /** The newest that this person may see, open and complete. */
    List<Review> newest(Person viewer, int limit);

    /** The review of a request; absent and hidden look the same. */
    Optional<Review> of(Person viewer, RequestId id);

    /** True when this person could review it now and has not done so. */
    boolean mayReview(Person person, Review review);

    /** Whose review is missing, in words. */
    String waitsFor(Review review);

    /** True when its time is over and it is not complete. */
    boolean overdue(Review review);

    /** @param comment why, 1 to 500 characters */
    ReviewOutcome review(Person by, RequestId id, Finding finding, String comment);
}
