package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.List;

/** Domain objects as JSON for scripts and as rows for people. Field names are a promise. Pure. */
final class Render {
    static final List<String> SESSION_HEAD = List.of("SESSION", "STATE", "WHO", "TARGET", "LOGIN", "OPENED",
            "ENDED", "RECORDING");
    static final List<String> REQUEST_HEAD = List.of("REQUEST", "STATE", "WHO", "TARGET", "LOGIN", "FOR",
            "REASON");
    static final List<String> REVIEW_HEAD = List.of("EMERGENCY", "REVIEW", "WHO", "TARGET", "LOGIN", "SINCE",
            "DUE", "REASON");
    /** Marks every row about emergency access. */
    static final String EMERGENCY = "EMERGENCY ACCESS";

    private Render() {}

    static Json.Obj json(Target target, boolean online) {
        JsonBuilder labels = Json.object();
        target.labels().forEach(labels::put);
        return Json.object().put("target", target.name().value()).put("labels", labels.build())
                .put("owner", target.owner().value())
                .put("online", online).put("notes", target.notes()).build();
    }

    static Json.Obj json(AccessRequest request) {
        JsonBuilder json = Json.object().put("request", request.id().value())
                .put("state", request.state().code())
                .put("person", request.person().value()).put("organisation", request.organisation().value())
                .put("target", request.form().target().value()).put("login", request.form().login().value())
                .put("seconds", request.form().duration().toSeconds())
                .put("at", request.form().at().map(Object::toString)).put("ticket", request.form().ticket())
                .put("reason", request.form().reason()).put("filedAt", request.filedAt().toString())
                .put("expiresAt", request.expiresAt().toString()).put("hash", request.hash())
                .put("grant", request.grant().map(Object::toString))
                .put("comment", request.closing().map(AccessRequest.Closing::comment));
        return request.form().breakGlass() ? json.put("breakGlass", true).build() : json.build();
    }

    /** An emergency with its review. {@code overdue}: by the clock, whether it was journalled or not. */
    static Json.Obj json(Review review, boolean overdue) {
        JsonBuilder json = Json.object();
        json(review.request()).fields().forEach(json::put);
        return json.put("review", Json.object().put("state", state(review, overdue))
                .put("ends", review.ends().toString()).put("dueAt", review.dueAt().toString())
                .put("suspends", review.terms().suspends()).put("places", review.terms().reviewers())
                .put("told", Json.strings(review.terms().groups().stream().map(Object::toString).toList()))
                .put("completedAt", review.completedAt().map(Object::toString))
                .put("given", Json.array(review.given().stream()
                        .map(given -> Json.object().put("reviewer", given.reviewer().value())
                                .put("at", given.at().toString()).put("finding", given.finding().code())
                                .put("comment", given.comment()).build())
                        .toList())))
                .build();
    }

    /** {@code open}, {@code overdue} or {@code complete}. */
    static String state(Review review, boolean overdue) {
        return !review.open() ? "complete" : overdue ? "overdue" : "open";
    }

    static List<String> row(Review review, boolean overdue) {
        return List.of(review.id().value(),
                state(review, overdue) + (review.objections() == 0
                        ? ""
                        : ", " + review.objections()
                                + (review.objections() == 1 ? " objection" : " objections")),
                review.request().person() + " (" + review.request().organisation() + ")",
                review.request().form().target().value(), review.request().form().login().value(),
                Times.shown(review.openedAt()), Times.shown(review.dueAt()),
                review.request().form().reason());
    }

    static List<String> row(AccessRequest request) {
        return List.of(request.id().value(),
                request.state().code() + (request.form().breakGlass() ? " " + EMERGENCY : ""),
                request.person().value(),
                request.form().target().value(),
                request.form().login().value(), Times.shown(request.form().duration()),
                request.form().reason());
    }

    /** Behind a line about a grant. */
    static String mark(Grant grant) {
        return grant.kind() == Grant.Kind.BREAK_GLASS ? "   " + EMERGENCY : "";
    }

    static Json.Obj json(Grant grant) {
        return Json.object().put("grant", grant.id().value()).put("target", grant.target().value())
                .put("login", grant.login().value()).put("notBefore", grant.notBefore().toString())
                .put("notAfter", grant.notAfter().toString()).put("endReason", grant.endReason())
                .put("reason", grant.reason())
                .put("kind", grant.kind().text()).build();
    }

    static Json.Obj json(SessionSummary session) {
        return Json.object().put("session", session.session().id().value())
                .put("state", session.state().code())
                .put("person", session.session().person().value())
                .put("organisation", session.session().organisation().value())
                .put("target", session.session().target().value())
                .put("login", session.login().map(Object::toString))
                .put("grant", session.grant().map(Object::toString)).put("source", session.session().source())
                .put("openedAt", session.session().openedAt().toString())
                .put("beganAt", session.beganAt().map(Object::toString))
                .put("endedAt", session.ending().map(ending -> ending.at().toString()))
                .put("endReason", session.ending().map(ending -> ending.reason().code()))
                .put("recording", session.recording().code())
                .put("emergency", session.emergency().map(Object::toString)).build();
    }

    static List<String> row(SessionSummary session) {
        return List.of(session.session().id().value(),
                session.state().code() + (session.emergency().isPresent() ? " " + EMERGENCY : ""),
                session.session().person() + " (" + session.session().organisation() + ")",
                session.session().target().value(),
                session.login().map(Object::toString).orElse("-"), Times.shown(session.session().openedAt()),
                session.ending().map(ending -> ending.reason().code()).orElse("-"),
                session.recording().code());
    }

    static Json.Arr sessions(List<SessionSummary> sessions) {
        return Json.array(sessions.stream().map(Render::json).toList());
    }

    static Json.Arr requests(List<AccessRequest> requests) {
        return Json.array(requests.stream().map(Render::json).toList());
    }
}
