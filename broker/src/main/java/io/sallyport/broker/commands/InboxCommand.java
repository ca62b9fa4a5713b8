package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Review;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code inbox}: what waits for this approver, and above it every emergency that is not reviewed. */
@Command(footer = {"", "Examples:", "  ssh gw inbox", "  ssh gw inbox --json"})
final class InboxCommand implements GatewayCommand {
    private final Call call;

    InboxCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<Review> emergencies = call.desks().reviewViews().waiting(call.person());
        List<AccessRequest> inbox = call.desks().requestViews().inbox(call.person());
        if (call.say().json()) {
            return call.say().json(Json.array(Stream.concat(
                    emergencies.stream()
                            .map(review -> Render.json(review, call.desks().reviewViews().overdue(review))),
                    inbox.stream().map(Render::json)).toList()));
        }
        Emergencies.say(call, emergencies);
        List<String> more = call.desks().waiting().of(call.person()).stream()
                .map(each -> each.text() + each.command().map(typed -> ": " + typed).orElse("")).toList();
        call.say().lines(more);
        if (inbox.isEmpty()) {
            return call.say()
                    .done(emergencies.isEmpty() && more.isEmpty()
                            ? "Nothing waits for you."
                            : "Nothing else waits for you.");
        }
        call.say().table(Render.REQUEST_HEAD, inbox.stream().map(Render::row).toList());
        return call.say().done("What a request would allow: ssh gw show " + inbox.getFirst().id());
    }
}
