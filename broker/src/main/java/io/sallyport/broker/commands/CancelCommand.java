package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cancel}: takes a request back. */
@Command(footer = {"", "Examples:", "  ssh gw cancel r-abc"})
final class CancelCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "ID", description = "a request, or the first characters of its id")
    private String id = "";

    CancelCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<AccessRequest> request = call.desks().requestViews().show(call.person(), id);
        return request.isEmpty()
                ? ShowCommand.none(call.say())
                : Outcomes.say(call.say(), call.desks().requests().cancel(call.person(), request.get().id()));
    }
}
