package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Narrowing;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approve}: says yes, to all of it or to a shorter time. */
@Command(footer = {"", "Examples:", "  ssh gw approve r-abc",
        "  ssh gw approve r-abc --for 1h --comment '\"one hour is enough\"'",
        "  ssh gw approve r-abc --seen 0123456789abcdef"})
final class ApproveCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "ID", description = "a request, or the first characters of its id")
    private String id = "";
    @Option(names = "--for", paramLabel = "DURATION", description = "for a shorter time than asked")
    private Optional<String> duration = Optional.empty();
    @Option(names = "--comment", paramLabel = "TEXT", description = "for the record and the engineer")
    private Optional<String> comment = Optional.empty();
    @Option(names = "--seen", paramLabel = "HASH", description = "only if the request is still what \"show\" showed")
    private Optional<String> seen = Optional.empty();

    ApproveCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<Duration> shorter = duration.flatMap(Times::duration).filter(d -> !d.isZero());
        if (duration.isPresent() && shorter.isEmpty()) {
            return call.say().usage("--for takes a length of time, such as 45m or 1h.");
        }
        Optional<AccessRequest> request = call.desks().requestViews().show(call.person(), id);
        if (request.isEmpty()) {
            return ShowCommand.none(call.say());
        }
        if (seen.filter(hash -> hash.length() < ShowCommand.HASH || !request.get().hash().startsWith(hash))
                .isPresent()) {
            return call.say().refused(
                    "The request is not what you looked at. Look again: ssh gw show " + request.get().id());
        }
        return Outcomes.say(call.say(),
                call.desks().requests().approve(call.person(), call.arrival(request.get().form().target()),
                        request.get().id(), new Narrowing(shorter),
                        comment, Optional.of(request.get().hash())));
    }
}
