package io.sallyport.broker.commands;

import io.sallyport.broker.request.RequestForm;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code request}: asks for access. */
@Command(footer = {"", "Examples:",
        "  ssh gw request web-1 --as deploy --for 2h --ticket CHG-7 --reason '\"rotate certificates\"'",
        "  ssh gw request web-1 --as deploy --for 30m --at 18:00 --reason incident",
        "  ssh gw request db-1 --as postgres --for 1h --break-glass --reason '\"database is down, INC-9\"'",
        "",
        "Times are UTC. The quotes are doubled because your own shell takes one layer away."})
final class RequestCommand implements GatewayCommand {
    private static final int REASON = 500;
    private static final int TICKET = 64;

    private final Call call;

    @Parameters(paramLabel = "TARGET", description = "the target's name")
    private String target = "";
    @Option(names = "--as", paramLabel = "LOGIN", required = true, description = "the account on the target")
    private String login = "";
    @Option(names = "--for", paramLabel = "DURATION", required = true, description = "how long, such as 45m or 2h")
    private String duration = "";
    @Option(names = "--at", paramLabel = "TIME", description = "from when on, such as 18:00 or 2026-11-24T18:00Z")
    private Optional<String> at = Optional.empty();
    @Option(names = "--ticket", paramLabel = "ID", description = "the ticket it belongs to")
    private Optional<String> ticket = Optional.empty();
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; the approver reads it")
    private String reason = "";
    @Option(names = "--break-glass", description = "emergency access: nobody is asked, it begins at once, it is"
            + " reported at once, and people of the company review it; few times only")
    private boolean breakGlass;

    RequestCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<TargetName> name = TargetName.parse(target);
        Optional<LoginName> account = LoginName.parse(login);
        Optional<Duration> length = Times.duration(duration).filter(d -> !d.isZero());
        Optional<Instant> from = at.flatMap(text -> Times.instant(text, call.desks().time().instant()));
        if (name.isEmpty()) {
            return call.say().usage("That is no target's name. Yours: ssh gw targets");
        }
        if (account.isEmpty()) {
            return call.say().usage("--as takes the name of an account, such as deploy.");
        }
        if (length.isEmpty()) {
            return call.say().usage("--for takes a length of time, such as 45m or 2h.");
        }
        if (at.isPresent() && from.isEmpty()) {
            return call.say().usage("--at takes a time (UTC), such as 18:00 or 2026-11-24T18:00Z.");
        }
        if (reason.isBlank() || reason.length() > REASON
                || ticket.filter(id -> id.length() > TICKET).isPresent()) {
            return call.say()
                    .usage("--reason takes 1 to " + REASON + " characters, --ticket at most " + TICKET + ".");
        }
        return Outcomes.say(call.say(), call.desks().requests().request(call.person(),
                call.arrival(name.get()),
                new RequestForm(name.get(), account.get(), length.get(), from, ticket, reason, breakGlass)));
    }
}
