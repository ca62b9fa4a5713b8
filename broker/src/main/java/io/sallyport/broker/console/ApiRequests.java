package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.ApprovalGiven;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.policies.id.RequestId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.List;
import java.util.Optional;

/** Requests over REST. The same desk, the same answers, as JSON. */
final class ApiRequests {
    private final Requests requests;

    ApiRequests(Requests requests) {
        this.requests = requests;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/requests", Access.SIGNED_IN, this::mine),
                Endpoint.post("/api/v1/requests", Access.SIGNED_IN, this::file),
                Endpoint.get("/api/v1/inbox", Access.APPROVERS, this::inbox),
                Endpoint.get("/api/v1/requests/:id", Access.SIGNED_IN, this::show),
                Endpoint.post("/api/v1/requests/:id/approve", Access.APPROVERS, this::approve),
                Endpoint.post("/api/v1/requests/:id/deny", Access.APPROVERS, this::deny),
                Endpoint.post("/api/v1/requests/:id/cancel", Access.SIGNED_IN, this::cancel));
    }

    private Reply mine(Call call) {
        return list(call, requests.mine(call.caller().person()));
    }

    private Reply inbox(Call call) {
        return list(call, requests.inbox(call.caller().person()));
    }

    private Reply show(Call call) {
        Person viewer = call.caller().person();
        return Read.maybeRequestId(call).flatMap(id -> requests.show(viewer, id))
                .map(request -> Reply.data(json(viewer, request))).orElse(Reply.refused(Problem.notFound()));
    }

    private Reply file(Call call) {
        Json.Obj body = call.json().onlyFields("target", "login", "duration", "at", "ticket", "reason");
        RequestForm form = new RequestForm(Read.target("target", body.string("target")),
                Read.login("login", body.string("login")), Read.duration("duration", body.string("duration")),
                body.optionalString("at").map(at -> Read.instant("at", at)),
                body.optionalString("ticket").map(ticket -> Read.text("ticket", ticket, Read.TICKET)),
                Read.text("reason", body.string("reason"), Read.TEXT));
        return answer(call, requests.file(call.caller().person(), call.address(), form), 201);
    }

    private Reply approve(Call call) {
        RequestId id = Read.requestId(call);
        Json.Obj body = call.json().onlyFields("hash", "duration", "comment");
        Narrowing narrowing = new Narrowing(
                body.optionalString("duration").map(text -> Read.duration("duration", text)));
        Optional<String> comment = body.optionalString("comment")
                .map(text -> Read.text("comment", text, Read.TEXT));
        return answer(call, requests.approve(call.caller().person(), id, narrowing, comment,
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
        return Reply.data(Json.object()
                .put("requests", Json.array(found.stream().map(request -> json(viewer, request)).toList()))
                .build());
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
        return json.build();
    }

    private static Json.Obj json(ApprovalGiven approval) {
        return Json.object().put("approver", approval.approver().value()).put("at", approval.at().toString())
                .put("narrowedTo", approval.narrowedTo().map(Object::toString))
                .put("comment", approval.comment())
                .build();
    }
}
