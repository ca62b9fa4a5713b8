package io.sallyport.broker.console;

import io.sallyport.broker.provider.InvitationOutcome;
import io.sallyport.broker.provider.RosterDesk;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.broker.service.ServiceOutcome;
import io.sallyport.broker.session.NoteOutcome;
import java.util.Locale;

/** How refusals of the desks look over HTTP. */
final class Outcomes {
    private Outcomes() {}

    static Problem problem(RequestOutcome.Refused refused) {
        return problem(refused.reason(), refused.text());
    }

    static Problem problem(ReviewOutcome.Refused refused) {
        return problem(refused.reason(), refused.text());
    }

    static Problem problem(ServiceOutcome.Refused refused) {
        return Problem.of(status(refused.reason()),
                refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused",
                Text.plain(refused.text()));
    }

    private static Problem problem(RequestOutcome.Reason reason, String text) {
        return Problem.of(status(reason), code(reason), "Refused", Text.plain(text));
    }

    /** The stable code: {@code not-pending}. */
    static String code(RequestOutcome.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static int status(InvitationOutcome.Reason reason) {
        return switch (reason) {
            case BAD_INVITATION, BAD_NAME, BAD_KEY -> 400;
            case NOT_ALLOWED, MAIL_DOMAIN, GROUP_NOT_GIVEN -> 403;
            case NO_SUCH_INVITATION -> 404;
            case INVITED_ALREADY, TOO_MANY, NOT_OPEN, NAME_TAKEN, TERMS_CHANGED -> 409;
        };
    }

    static int status(RosterDesk.Reason reason) {
        return switch (reason) {
            case NOT_ALLOWED -> 403;
            case NOT_THEIRS -> 404;
            case CHANGED -> 409;
        };
    }

    static int status(NoteOutcome.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> 404;
            case NOT_ALLOWED -> 403;
            case BAD_NOTE -> 400;
            case TOO_MANY -> 409;
        };
    }

    static int status(ServiceOutcome.Reason reason) {
        return switch (reason) {
            case BAD_FORM, BAD_KEY -> 400;
            case NOT_ALLOWED, PROOF_NEEDED -> 403;
            case UNKNOWN -> 404;
            case NAME_TAKEN, ELSEWHERE, TAKEN, TOO_MANY -> 409;
        };
    }

    static int status(RequestOutcome.Reason reason) {
        return switch (reason) {
            case BAD_REQUEST, COMMENT_MISSING -> 400;
            case POLICY, ENGAGEMENT, NOT_AN_APPROVER, OWN_REQUEST, SAME_ORGANISATION, NOT_IN_GROUP, QUOTA,
                    UNREVIEWED, OWN_MAINTENANCE ->
                403;
            case UNKNOWN_TARGET, NO_SUCH_REQUEST, NO_SUCH_REVIEW -> 404;
            case NOT_PENDING, ALREADY_APPROVED, CHANGED, ALREADY_REVIEWED, REVIEWED -> 409;
            case TOO_LONG -> 422;
            case TICKET_UNKNOWN -> 503;
        };
    }
}
