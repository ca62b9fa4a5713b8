package io.sallyport.broker.commands;

import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.NoteOutcome;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code note}: writes on a session, for everybody who may see it and for good. */
@Command(footer = {"", "Examples:", "  ssh gw note s-abc '\"the disk was replaced, see CHG-7\"'", "",
        "Whoever may see the session reads it, the engineer too. Nobody can change or remove it."})
final class NoteCommand implements GatewayCommand {
    private final Call call;

    @Parameters(index = "0", paramLabel = "SESSION", description = "a session, or the first characters of its id")
    private String id = "";
    @Parameters(index = "1..*", paramLabel = "TEXT", arity = "1..*", description = "what to write, at most 1000 characters")
    private List<String> words = List.of();

    NoteCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<SessionSummary> session = call.desks().sessions().session(call.person(), id);
        if (session.isEmpty()) {
            return SessionsCommand.none(call.say());
        }
        return switch (call.desks().sessions().notes().note(call.person(), session.get().session().id(),
                String.join(" ", words))) {
            case NoteOutcome.Noted(SessionSummary on, Note note) -> call.say().json()
                    ? call.say().json(Json.object().put("session", on.session().id().value())
                            .put("noted", note.json()).build())
                    : call.say().done("noted on " + on.session().id());
            case NoteOutcome.Refused(NoteOutcome.Reason reason, String text) -> switch (reason) {
                case UNKNOWN -> SessionsCommand.none(call.say());
                case BAD_NOTE -> call.say().usage(text);
                case NOT_ALLOWED, TOO_MANY -> call.say().refused(text);
            };
        };
    }
}
