package io.sallyport.broker.commands;

import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code end}: ends a live session. */
@Command(footer = {"", "Examples:", "  ssh gw end s-abc --reason '\"wrong host\"'"})
final class EndCommand implements GatewayCommand {
    private static final int REASON = 500;

    private final Call call;

    @Parameters(paramLabel = "SESSION", description = "a session, or the first characters of its id")
    private String id = "";
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; the engineer and the auditor read it")
    private String reason = "";

    EndCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (reason.isBlank() || reason.length() > REASON) {
            return call.say().usage("--reason takes 1 to " + REASON + " characters.");
        }
        Optional<SessionSummary> session = call.desks().sessions().session(call.person(), id);
        if (session.isEmpty()) {
            return SessionsCommand.none(call.say());
        }
        return switch (call.desks().sessions().end(call.person(), session.get().session().id(), reason)) {
            case EndOutcome.Ending(SessionSummary ending) -> call.say().json()
                    ? call.say().json(Json.object().put("ending", ending.session().id().value()).build())
                    : call.say().done(ending.session().id() + " is being ended.");
            case EndOutcome.Refused(String text) -> call.say().refused(text);
        };
    }
}
