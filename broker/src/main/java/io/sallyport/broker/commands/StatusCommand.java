package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code status}: where the engineer's requests stand, and what is open. */
@Command(footer = {"", "Examples:", "  ssh gw status", "  ssh gw status r-abc"})
final class StatusCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "a request, or the first characters of its id")
    private Optional<String> id = Optional.empty();

    StatusCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (id.isPresent()) {
            return new ShowCommand(call).show(id.get());
        }
        List<AccessRequest> requests = call.desks().requestViews().mine(call.person());
        List<IssuedGrant> grants = call.desks().requestViews().grants(call.person());
        if (call.say().json()) {
            return call.say().json(Json.object().put("requests", Render.requests(requests))
                    .put("grants",
                            Json.array(grants.stream().map(IssuedGrant::grant).map(Render::json).toList()))
                    .build());
        }
        for (IssuedGrant issued : grants) {
            call.say()
                    .line("open until " + Times.shown(issued.grant().notAfter()) + ":  ssh -J gw "
                            + issued.grant().login() + "@"
                            + issued.grant().target() + Render.mark(issued.grant()));
            issued.grant().ticket().ifPresent(ticket -> call.say().line("  ticket " + ticket + ": "
                    + call.desks().tickets().now(issued.grant().ticket()).text()));
        }
        if (requests.isEmpty()) {
            return call.say().done("You have asked for nothing yet.");
        }
        call.say().table(Render.REQUEST_HEAD, requests.stream().map(Render::row).toList());
        requests.stream().filter(AccessRequest::pending).forEach(
                request -> call.say()
                        .line(request.id() + " waits for " + call.desks().requestViews().waitsFor(request)
                                + request.form().ticket().map(ticket -> "; ticket " + ticket + ": "
                                        + call.desks().tickets().now(request.form().ticket()).text())
                                        .orElse("")));
        return Say.DONE;
    }
}
