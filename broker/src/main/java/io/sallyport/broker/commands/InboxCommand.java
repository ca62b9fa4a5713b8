package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code inbox}: what waits for this approver. */
@Command(footer = {"", "Examples:", "  ssh gw inbox", "  ssh gw inbox --json"})
final class InboxCommand implements GatewayCommand {
    private final Call call;

    InboxCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        List<AccessRequest> inbox = call.desks().requestViews().inbox(call.person());
        if (call.say().json()) {
            return call.say().json(Render.requests(inbox));
        }
        if (inbox.isEmpty()) {
            return call.say().done("Nothing waits for you.");
        }
        call.say().table(Render.REQUEST_HEAD, inbox.stream().map(Render::row).toList());
        return call.say().done("What a request would allow: ssh gw show " + inbox.getFirst().id());
    }
}
