package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.json.Json;

/** Says what came of asking, approving, denying or cancelling. */
final class Outcomes {
    private Outcomes() {}

    static int say(Say say, RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Filed(AccessRequest request, String text) -> done(say, request, text);
            case RequestOutcome.Decided(AccessRequest request, String text) -> done(say, request, text);
            case RequestOutcome.Granted(AccessRequest request, Grant grant) ->
                say.json()
                        ? say.json(Json.object().put("request", Render.json(request))
                                .put("granted", Render.json(grant)).build())
                        : granted(say, request, grant);
            case RequestOutcome.Refused(RequestOutcome.Reason reason, String text) ->
                refused(say, reason, text);
        };
    }

    /** Says no. */
    static int refused(Say say, RequestOutcome.Reason reason, String text) {
        return switch (reason) {
            case BAD_REQUEST, COMMENT_MISSING -> say.usage(text);
            case TICKET_UNKNOWN -> say.later(text);
            case POLICY, ENGAGEMENT, UNKNOWN_TARGET, NO_SUCH_REQUEST, NOT_PENDING, NOT_AN_APPROVER,
                    OWN_REQUEST, SAME_ORGANISATION, NOT_IN_GROUP, ALREADY_APPROVED, CHANGED, TOO_LONG, QUOTA,
                    UNREVIEWED, NO_SUCH_REVIEW, ALREADY_REVIEWED, REVIEWED,
                    OWN_MAINTENANCE ->
                say.refused(text);
        };
    }

    private static int granted(Say say, AccessRequest request, Grant grant) {
        say.line(request.id() + ": granted until " + Times.shown(grant.notAfter()) + " ("
                + grant.endReason() + ").");
        request.draft().review().ifPresent(terms -> say.line("EMERGENCY ACCESS, " + terms.text()
                + ". These groups have been told: "
                + String.join(", ", terms.groups().stream().map(Object::toString).toList()) + "."));
        return say.done("ssh -J gw " + grant.login() + "@" + grant.target());
    }

    private static int done(Say say, AccessRequest request, String text) {
        return say.json()
                ? say.json(Json.object().put("request", Render.json(request)).put("text", text).build())
                : say.done(request.id() + ": " + text);
    }
}
