package io.sallyport.broker.console;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestForm;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.request.StepUps;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.TargetName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engineer's pages: asking, following, taking back; and the page of one request for everyone who may see it. */
final class RequestRoutes {
    private static final String DEFAULT_LENGTH = "PT2H";
    private final Requests requests;
    private final Targets targets;
    private final Cards cards;
    private final Pages pages;

    RequestRoutes(Requests requests, Targets targets, Cards cards, Pages pages) {
        this.requests = requests;
        this.targets = targets;
        this.cards = cards;
        this.pages = pages;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/requests", Access.SIGNED_IN, this::mine),
                Endpoint.get("/requests/new", Access.SIGNED_IN, this::form),
                Endpoint.post("/requests", Access.SIGNED_IN, this::file),
                Endpoint.get("/requests/:id", Access.SIGNED_IN, this::show),
                Endpoint.post("/requests/:id/cancel", Access.SIGNED_IN, this::cancel));
    }

    private Reply mine(Call call) {
        List<RequestView> mine = requests.mine(call.caller().person()).stream()
                .map(request -> cards.of(request, call.caller())).toList();
        return Reply.page("requests",
                Map.of("chrome", pages.chrome(call, "My requests", "/requests"), "requests", mine));
    }

    private Reply form(Call call) {
        return call.query("target", 63).flatMap(name -> target(call, name))
                .map(target -> page(call, 200,
                        new AskForm(target.name().value(), Text.plain(target.notes()), "",
                                DEFAULT_LENGTH, "", "", false, "", false, Choice.usual())))
                .orElse(Reply.see("/targets"));
    }

    private Reply file(Call call) {
        String name = call.requiredField("target", 63);
        Optional<Target> target = target(call, name);
        if (target.isEmpty()) {
            return Reply.refused(Problem.notFound());
        }
        String length = call.field("for", 20).orElse(DEFAULT_LENGTH);
        String login = call.requiredField("login", 32);
        // The field has room for lines, a reason is one line.
        String reason = call.requiredField("reason", Read.TEXT).replaceAll("\\s+", " ");
        Optional<String> ticket = call.field("ticket", Read.TICKET);
        boolean breakGlass = call.field("break_glass", 3).filter("yes"::equals).isPresent();
        AskForm typed = new AskForm(target.get().name().value(), Text.plain(target.get().notes()), login,
                length,
                ticket.orElse(""), reason, breakGlass, "", false, Choice.usual());
        RequestForm form;
        try {
            form = new RequestForm(target.get().name(), Read.login("login", login),
                    Read.duration("for", length),
                    Optional.empty(), ticket, reason, breakGlass);
        } catch (BadInput e) {
            return page(call, 400, typed.withError(String.valueOf(e.getMessage()), false));
        }
        return switch (requests.file(call.caller().person(), call.caller().session().assurance(),
                call.address(), form)) {
            case RequestOutcome.Filed(AccessRequest request, _) -> Reply.see("/requests/" + request.id());
            case RequestOutcome.Granted(AccessRequest request, _) -> Reply.see("/requests/" + request.id());
            case RequestOutcome.Decided(AccessRequest request, _) -> Reply.see("/requests/" + request.id());
            case RequestOutcome.Refused refused -> page(call, Outcomes.status(refused.reason()),
                    refused(typed, target.get().name(), refused));
        };
    }

    // What is typed at a prompt counts there; whoever asks here proves it here.
    private static AskForm refused(AskForm typed, TargetName target, RequestOutcome.Refused refused) {
        boolean prove = refused.text().endsWith(StepUps.hint(target));
        String text = prove
                ? refused.text().substring(0, refused.text().length() - StepUps.hint(target).length())
                        + "First prove that it is you."
                : refused.text();
        return typed.withError(Text.plain(text), prove);
    }

    private Reply show(Call call) {
        Optional<AccessRequest> found = Read.maybeRequestId(call)
                .flatMap(id -> requests.show(call.caller().person(), id));
        if (found.isEmpty()) {
            return Reply.refused(Problem.notFound());
        }
        boolean own = found.get().person().equals(call.caller().person().name());
        Chrome chrome = pages.chrome(call, "Request " + found.get().id(), own ? "/requests" : "/inbox")
                .withBack(own ? "/requests" : "/inbox", own ? "My requests" : "Inbox");
        return Reply.page("request", Map.of("chrome", chrome, "r", cards.of(found.get(), call.caller()),
                "explanation",
                requests.explain(call.caller().person(), found.get()).stream().map(Text::plain).toList()));
    }

    private Reply cancel(Call call) {
        var id = Read.requestId(call);
        return switch (requests.cancel(call.caller().person(), id)) {
            case RequestOutcome.Filed _,RequestOutcome.Granted _,RequestOutcome.Decided _ ->
                Reply.see("/requests/" + id);
            case RequestOutcome.Refused refused -> Reply.refused(Outcomes.problem(refused));
        };
    }

    private Reply page(Call call, int status, AskForm form) {
        return new Reply.Html(status, false, "ask",
                Map.of("chrome", pages.chrome(call, "Ask for access", "/targets"), "form", form));
    }

    private Optional<Target> target(Call call, String name) {
        return TargetName.parse(name)
                .flatMap(parsed -> targets.visibleTo(call.caller().person(), parsed));
    }
}
