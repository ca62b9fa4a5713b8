package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deny}: says no, and why. */
@Command(footer = {"", "Examples:", "  ssh gw deny r-abc --comment '\"not during the freeze\"'"})
final class DenyCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "ID", description = "a request, or the first characters of its id")
    private String id = "";
    @Option(names = "--comment", paramLabel = "TEXT", required = true, description = "why; the engineer reads it as it stands")
    private String comment = "";

    DenyCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<AccessRequest> request = call.desks().requestViews().show(call.person(), id);
        return request.isEmpty()
                ? ShowCommand.none(call.say())
                : Outcomes.say(call.say(),
                        call.desks().requests().deny(call.person(), request.get().id(), comment));
    }
}
