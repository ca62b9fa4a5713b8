package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.keys.Dormancy;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.ApprovalGiven;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewGiven;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.broker.service.Sighting;
import io.sallyport.broker.waiting.Waiting;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Requests over REST. The same desk, the same answers, as JSON. */
final class ApiRequests {
    private static final int MOST_REVIEWS = 1000;
    private static final int REVIEWS = 100;

    private final Requests requests;
    private final Reviews reviews;
    private final WaitingList waiting;

    ApiRequests(Requests requests, Reviews reviews, WaitingList waiting) {
        this.waiting = waiting;
        this.requests = requests;
        this.reviews = reviews;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/requests", Access.SIGNED_IN, this::mine),
                Endpoint.post("/api/v1/requests", Access.SIGNED_IN, this::file),
                Endpoint.get("/api/v1/inbox", Access.INBOX, this::inbox),
                Endpoint.get("/api/v1/reviews", Access.SIGNED_IN, this::reviews),
                Endpoint.post("/api/v1/requests/:id/review", Access.APPROVERS, this::review),
                Endpoint.get("/api/v1/requests/:id", Access.SIGNED_IN, this::show),
                Endpoint.post("/api/v1/requests/:id/approve", Access.APPROVERS, this::approve),
                Endpoint.post("/api/v1/requests/:id/deny", Access.APPROVERS, this::deny),
                Endpoint.post("/api/v1/requests/:id/cancel", Access.SIGNED_IN, this::cancel));
    }

    private Reply mine(Call call) {
        return list(call, requests.mine(call.caller().person()));
    }

    private Reply inbox(Call call) {
        Person person = call.caller().person();
        return Reply.data(Json.object()
                .put("emergencies",
                        all(person, reviews.waiting(person).stream().map(Review::request).toList()))
                .put("requests", all(person, requests.inbox(person)))
                .put("waiting", Json.array(waiting.of(person).stream().map(ApiRequests::json).toList()))
                .build());
    }

    private static Json json(Waiting waiting) {
        JsonBuilder json = Json.object().put("kind", waiting.kind()).put("text", waiting.text());
        return switch (waiting) {
            case Waiting.KeyWaits(KeyProposal proposal) -> json.put("id", proposal.id())
                    .put("person", proposal.person().value()).build();
            case Waiting.HeldSoon(Dormancy.Drowsy who) -> json.put("person", who.person().value())
                    .put("at", who.at().toString()).build();
            case Waiting.InvitationAsked(Invitation invitation) -> json.put("id", invitation.id().value())
                    .put("provider", invitation.provider().value())
                    .put("at", invitation.expiresAt().toString()).build();
            case Waiting.ServiceEnds(Person account, Instant until, boolean over) -> json
                    .put("person", account.name().value()).put("at", until.toString()).put("overdue", over)
                    .build();
            case Waiting.ServiceUnowned(Person account) -> json.put("person", account.name().value()).build();
            case Waiting.KeyElsewhere(Person account, Sighting sighting) -> json
                    .put("person", account.name().value()).put("at", sighting.at().toString())
                    .put("source", sighting.source()).build();
            case Waiting.RosterDue(OrganisationName provider, Instant by, boolean overdue) -> json
                    .put("provider", provider.value()).put("at", by.toString()).put("overdue", overdue)
                    .build();
        };
    }

    private Reply reviews(Call call) {
        int limit = call.query("limit", 6).map(text -> Read.number("limit", text, MOST_REVIEWS))
                .orElse(REVIEWS);
        Person person = call.caller().person();
        return list(call, reviews.newest(person, limit).stream().map(Review::request).toList());
    }

    private Reply review(Call call) {
        RequestId id = Read.requestId(call);
        Json.Obj body = call.json().onlyFields("finding", "comment");
        Finding finding = Read.finding(body.string("finding"));
        String comment = Read.text("comment", body.optionalString("comment").orElse(""), Read.TEXT);
        Person person = call.caller().person();
        return switch (reviews.review(person, id, finding, comment)) {
            case ReviewOutcome.Noted(Review review, _) -> Reply.data(json(person, review.request()));
            case ReviewOutcome.Refused refused -> Reply.refused(Outcomes.problem(refused));
        };
    }

    private Reply show(Call call) {
        Person viewer = call.caller().person();
        return Read.maybeRequestId(call).flatMap(id -> requests.show(viewer, id))
                .map(request -> Reply.data(json(viewer, request))).orElse(Reply.refused(Problem.notFound()));
    }

    private Reply file(Call call) {
        Json.Obj body = call.json().onlyFields("target", "login", "duration", "at", "ticket", "reason",
                "breakGlass");
        RequestForm form = new RequestForm(Read.target("target", body.string("target")),
                Read.login("login", body.string("login")), Read.duration("duration", body.string("duration")),
                body.optionalString("at").map(at -> Read.instant("at", at)),
                body.optionalString("ticket").map(ticket -> Read.text("ticket", ticket, Read.TICKET)),
                Read.text("reason", body.string("reason"), Read.TEXT),
                body.optionalBool("breakGlass").orElse(false));
        return answer(call, requests.file(call.caller().person(), call.caller().session().assurance(),
                call.address(), form), 201);
    }

    private Reply approve(Call call) {
        RequestId id = Read.requestId(call);
        Json.Obj body = call.json().onlyFields("hash", "duration", "comment");
        Narrowing narrowing = new Narrowing(
                body.optionalString("duration").map(text -> Read.duration("duration", text)));
        Optional<String> comment = body.optionalString("comment")
                .map(text -> Read.text("comment", text, Read.TEXT));
        return answer(call, requests.approve(call.caller().person(),
                call.caller().session().assurance(), id, narrowing, comment,
                Optional.of(Read.text("hash", body.string("hash"), 64))), 200);
    }

    private Reply deny(Call call) {
        RequestId id = Read.requestId(call);
        String comment = call.json().onlyFields("comment").optionalString("comment").orElse("");
        return answer(call,
                requests.deny(call.caller().person(), id, Read.text("comment", comment, Read.TEXT)), 200);
    }

    private Reply cancel(Call call) {
        return answer(call, requests.cancel(call.caller().person(), Read.requestId(call)), 200);
    }

    private Reply answer(Call call, RequestOutcome outcome, int status) {
        Person viewer = call.caller().person();
        return switch (outcome) {
            case RequestOutcome.Filed(AccessRequest request, _) ->
                new Reply.Data(status, json(viewer, request));
            case RequestOutcome.Granted(AccessRequest request, _) ->
                new Reply.Data(status, json(viewer, request));
            case RequestOutcome.Decided(AccessRequest request, _) ->
                new Reply.Data(status, json(viewer, request));
            case RequestOutcome.Refused refused -> Reply.refused(Outcomes.problem(refused));
        };
    }

    private Reply list(Call call, List<AccessRequest> found) {
        Person viewer = call.caller().person();
        return Reply.data(Json.object().put("requests", all(viewer, found)).build());
    }

    private Json.Arr all(Person viewer, List<AccessRequest> found) {
        return Json.array(found.stream().map(request -> json(viewer, request)).toList());
    }

    private Json.Obj json(Person viewer, AccessRequest request) {
        RequestForm form = request.form();
        JsonBuilder json = Json.object().put("id", request.id().value()).put("state", request.state().code())
                .put("person", request.person().value()).put("organisation", request.organisation().value())
                .put("target", form.target().value()).put("login", form.login().value())
                .put("duration", form.duration().toString()).put("at", form.at().map(Object::toString))
                .put("ticket", form.ticket()).put("reason", form.reason())
                .put("filedAt", request.filedAt().toString())
                .put("expiresAt", request.expiresAt().toString())
                .put("rule", request.draft().template().rule().value())
                .put("hash", request.hash()).put("allows", Json.strings(requests.allows(request)))
                .put("approvals", Json.array(request.approvals().stream().map(ApiRequests::json).toList()))
                .put("grant", request.grant().map(grant -> grant.value()));
        if (request.pending()) {
            json.put("waitsFor", requests.waitsFor(request));
        }
        requests.grant(viewer, request)
                .ifPresent(issued -> json.put("notAfter", issued.grant().notAfter().toString())
                        .put("revoked", issued.revoked()));
        request.closing().ifPresent(closing -> json.put("closing", Json.object()
                .put("by", closing.by().map(by -> by.value())).put("at", closing.at().toString())
                .put("comment", closing.comment())));
        if (form.breakGlass()) {
            json.put("breakGlass", true);
            reviews.of(viewer, request.id()).ifPresent(review -> json.put("review", json(review)));
        }
        return json.build();
    }

    private Json.Obj json(Review review) {
        return Json.object()
                .put("state", !review.open() ? "complete" : reviews.overdue(review) ? "overdue" : "open")
                .put("dueAt", review.dueAt().toString()).put("suspends", review.terms().suspends())
                .put("places", review.terms().reviewers())
                .put("told", Json.strings(review.terms().groups().stream().map(GroupName::value).toList()))
                .put("given", Json.array(review.given().stream().map(ApiRequests::json).toList()))
                .put("completedAt", review.completedAt().map(Object::toString))
                .put("waitsFor", review.open() ? Optional.of(reviews.waitsFor(review)) : Optional.empty())
                .build();
    }

    private static Json.Obj json(ReviewGiven given) {
        return Json.object().put("reviewer", given.reviewer().value()).put("at", given.at().toString())
                .put("finding", given.finding().code()).put("comment", given.comment()).build();
    }

    private static Json.Obj json(ApprovalGiven approval) {
        return Json.object().put("approver", approval.approver().value()).put("at", approval.at().toString())
                .put("narrowedTo", approval.narrowedTo().map(Object::toString))
                .put("comment", approval.comment())
                .build();
    }
}
