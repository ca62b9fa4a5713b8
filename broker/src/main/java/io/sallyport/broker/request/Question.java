package io.sallyport.broker.request;

import io.sallyport.policies.id.PersonName;
import java.util.List;

/**
 * What people are asked about a request: to approve it beforehand, or to review it afterwards. The same care in both cases.
 *
 * @param slots the places there are
 * @param answered who has answered so far
 */
record Question(AccessRequest request, Kind kind, List<Slot> slots, List<PersonName> answered) {
    /** How it is spoken of. */
    enum Kind {
        APPROVAL("decide", "approve", "Deciding requests", "request"), REVIEW("review", "review",
                "Reviewing emergency access", "emergency access");

        private final String verb;
        private final String deed;
        private final String gerund;
        private final String noun;

        Kind(String verb, String deed, String gerund, String noun) {
            this.verb = verb;
            this.deed = deed;
            this.gerund = gerund;
            this.noun = noun;
        }

        String verb() {
            return verb;
        }

        String deed() {
            return deed;
        }

        String gerund() {
            return gerund;
        }

        String noun() {
            return noun;
        }
    }

    Question {
        slots = List.copyOf(slots);
        answered = List.copyOf(answered);
    }

    static Question approval(AccessRequest request) {
        return new Question(request, Kind.APPROVAL, request.draft().slots(),
                request.approvals().stream().map(ApprovalGiven::approver).toList());
    }

    static Question review(Review review) {
        return new Question(review.request(), Kind.REVIEW, review.terms().slots(),
                review.given().stream().map(ReviewGiven::reviewer).toList());
    }
}
