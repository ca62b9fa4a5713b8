package io.sallyport.broker.request;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.ReviewEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.Person;
import io.sallyport.policies.id.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reviews emergency access, during the session and afterwards. Decided and committed under the one lock of the audit trail. Blocking;
 * safe for many threads.
 */
public final class ReviewDesk {
    private final AuditTrail trail;
    private final ReviewStore reviews;
    private final Approvers approvers;
    private final WaitsFor waitsFor;

    public ReviewDesk(AuditTrail trail, ReviewStore reviews, Approvers approvers, WaitsFor waitsFor) {
        this.trail = trail;
        this.reviews = reviews;
        this.approvers = approvers;
        this.waitsFor = waitsFor;
    }

    /**
     * Puts a finding on record, and completes the review when this was the last place. An objection completes it as well: it is no
     * veto, what was done is done.
     *
     * @param comment why, 1 to 500 characters
     */
    public ReviewOutcome review(Person by, RequestId id, Finding finding, String comment) {
        return trail.commit(at -> {
            Optional<Review> found = reviews.review(id);
            if (found.isEmpty()) {
                return refuse(RequestOutcome.Reason.NO_SUCH_REVIEW,
                        "There is no emergency access " + id + " to review.");
            }
            Review review = found.get();
            Optional<RequestOutcome.Refused> obstacle = approvers.obstacle(by, Question.review(review));
            if (obstacle.isPresent()) {
                return refuse(obstacle.get().reason(), obstacle.get().text());
            }
            if (!review.open()) {
                return refuse(RequestOutcome.Reason.REVIEWED,
                        "The review of " + id + " is complete already.");
            }
            if (review.given().stream().anyMatch(given -> given.reviewer().equals(by.name()))) {
                return refuse(RequestOutcome.Reason.ALREADY_REVIEWED, "You have reviewed " + id
                        + " already. It still waits for " + waitsFor.text(review) + ".");
            }
            if (comment.isBlank() || comment.length() > RequestDesk.TEXT_LIMIT) {
                return refuse(RequestOutcome.Reason.COMMENT_MISSING,
                        "A review needs a comment of at most " + RequestDesk.TEXT_LIMIT
                                + " characters: say what you looked at.");
            }
            return noted(by, review, new ReviewGiven(by.name(), at, finding, comment));
        });
    }

    private Ruling<ReviewOutcome> noted(Person by, Review review, ReviewGiven given) {
        List<Person> counting = new ArrayList<>(approvers.counting(Question.review(review)));
        approvers.counting(by, Question.review(review)).ifPresent(counting::add);
        List<ReviewGiven> all = new ArrayList<>(review.given());
        all.add(given);
        boolean complete = new Seats(review.terms().slots(), counting).complete();
        Review after = new Review(review.request(), review.grant(), review.openedAt(), review.ends(),
                review.dueAt(), review.reportedAt(), all,
                complete ? Optional.of(given.at()) : Optional.empty());
        List<Event> events = new ArrayList<>();
        events.add(new ReviewEvent.ReviewGiven(given.at(), Actor.of(by.name()), review.id(), by.name(),
                given.finding().code(), given.comment()));
        if (complete) {
            events.add(new ReviewEvent.ReviewCompleted(given.at(), Actor.SYSTEM, review.id(),
                    after.objections()));
        }
        return new Ruling<>(new ReviewOutcome.Noted(after, text(after)), events);
    }

    private String text(Review after) {
        if (after.open()) {
            return "Noted. Still waits for " + waitsFor.text(after) + ".";
        }
        return "The review is complete" + switch ((int) after.objections()) {
            case 0 -> ".";
            case 1 -> ", with 1 objection.";
            default -> ", with " + after.objections() + " objections.";
        };
    }

    /** Journals each review that is overdue, once. Called on a timer; whether there is emergency access is decided without it. */
    public void reportOverdue() {
        trail.<Boolean>commit(at -> new Ruling<>(true, reviews.open().stream()
                .filter(review -> review.overdue(at) && review.reportedAt().isEmpty())
                .map(review -> overdue(review, at)).toList()));
    }

    private static Event overdue(Review review, Instant at) {
        return new ReviewEvent.ReviewOverdue(at, Actor.SYSTEM, review.id(), review.request().organisation(),
                review.dueAt(), review.terms().suspends());
    }

    private static Ruling<ReviewOutcome> refuse(RequestOutcome.Reason reason, String text) {
        return Ruling.of(new ReviewOutcome.Refused(reason, text));
    }
}
