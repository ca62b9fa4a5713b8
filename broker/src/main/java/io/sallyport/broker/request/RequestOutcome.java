package io.sallyport.broker.request;

import io.sallyport.policies.grant.Grant;

/** What came of asking, approving, denying or cancelling. */
public sealed interface RequestOutcome {
    /** The request stands and waits for {@code waitsFor}. {@code text} says so, or that it stood already. */
    record Filed(AccessRequest request, String text) implements RequestOutcome {}

    /** There is a grant now. */
    record Granted(AccessRequest request, Grant grant) implements RequestOutcome {}

    /** It is decided, or one step nearer: an approval was noted, a denial or a cancellation took effect. */
    record Decided(AccessRequest request, String text) implements RequestOutcome {}

    /** No. {@code text} is shown as it stands. */
    record Refused(Reason reason, String text) implements RequestOutcome {}

    /** Stable codes: never renamed, never reused, because auditors search for them. */
    enum Reason {
        POLICY, ENGAGEMENT, UNKNOWN_TARGET, BAD_REQUEST, NO_SUCH_REQUEST, NOT_PENDING, NOT_AN_APPROVER, OWN_REQUEST, SAME_ORGANISATION, NOT_IN_GROUP, ALREADY_APPROVED, CHANGED, TOO_LONG, COMMENT_MISSING, QUOTA, UNREVIEWED, NO_SUCH_REVIEW, ALREADY_REVIEWED, REVIEWED, TICKET_UNKNOWN, OWN_MAINTENANCE
    }
}
