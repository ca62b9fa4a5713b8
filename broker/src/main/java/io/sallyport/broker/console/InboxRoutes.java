package io.sallyport.broker.console;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Finding;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.Review;
import io.sallyport.broker.request.ReviewOutcome;
import io.sallyport.policies.id.RequestId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The approver's pages: what waits, and yes or no to it; above it every emergency that is not reviewed, and the review of it, and what else waits. */
final class InboxRoutes {
    private final Requests requests;
    private final Reviews reviews;
    private final WaitingLines lines;
    private final Cards cards;
    private final Pages pages;
    private final EventHub hub;

    InboxRoutes(ConsoleDesks desks, Cards cards, Pages pages, EventHub hub) {
        this.requests = desks.requests();
        this.reviews = desks.reviews();
        this.lines = new WaitingLines(desks.waiting());
        this.cards = cards;
        this.pages = pages;
        this.hub = hub;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/inbox", Access.INBOX, this::inbox),
                Endpoint.post("/inbox/:id/review", Access.APPROVERS, this::review),
                Endpoint.post("/inbox/:id/approve", Access.APPROVERS, this::approve),
                Endpoint.post("/inbox/:id/deny", Access.APPROVERS, this::deny));
    }

    private Reply inbox(Call call) {
        // The place in the stream is read first: what is filed in between comes twice rather than never.
        long after = hub.newest();
        List<RequestView> waiting = requests.inbox(call.caller().person()).stream()
                .map(request -> cards.of(request, call.caller())).toList();
        List<RequestView> emergencies = reviews.waiting(call.caller().person()).stream()
                .map(review -> cards.of(review.request(), call.caller())).toList();
        return Reply.page("inbox",
                Map.of("chrome", pages.chrome(call, "Inbox", "/inbox"), "requests", waiting,
                        "emergencies", emergencies, "lines", lines.of(call.caller().person()), "after",
                        after));
    }

    private Reply review(Call call) {
        RequestId id = Read.requestId(call);
        Finding finding = Read.finding(call.requiredField("finding", 20));
        return switch (reviews.review(call.caller().person(), id, finding,
                call.field("comment", Read.TEXT).orElse(""))) {
            case ReviewOutcome.Noted(Review review, _) -> done(call, review.request());
            case ReviewOutcome.Refused refused -> refused(call, id, Outcomes.problem(refused));
        };
    }

    private Reply approve(Call call) {
        RequestId id = Read.requestId(call);
        Narrowing narrowing = new Narrowing(call.field("for", 20).map(text -> Read.duration("for", text)));
        return decided(call, id, requests.approve(call.caller().person(),
                call.caller().session().assurance(), id, narrowing,
                call.field("comment", Read.TEXT), Optional.of(call.requiredField("hash", 64))));
    }

    private Reply deny(Call call) {
        RequestId id = Read.requestId(call);
        return decided(call, id,
                requests.deny(call.caller().person(), id, call.field("comment", Read.TEXT).orElse("")));
    }

    private Reply decided(Call call, RequestId id, RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Filed(AccessRequest request, _) -> done(call, request);
            case RequestOutcome.Granted(AccessRequest request, _) -> done(call, request);
            case RequestOutcome.Decided(AccessRequest request, _) -> done(call, request);
            case RequestOutcome.Refused refused -> refused(call, id, Outcomes.problem(refused));
        };
    }

    private Reply done(Call call, AccessRequest request) {
        return call.partial() ? card(200, cards.of(request, call.caller())) : Reply.see("/inbox");
    }

    private Reply refused(Call call, RequestId id, Problem problem) {
        Optional<AccessRequest> request = requests.show(call.caller().person(), id);
        if (!call.partial() || request.isEmpty()) {
            return Reply.refused(problem);
        }
        return card(problem.status(), cards.of(request.get(), call.caller()).withError(problem.detail()));
    }

    private static Reply card(int status, RequestView view) {
        return Reply.fragment(status, "card", Map.of("r", view));
    }
}
