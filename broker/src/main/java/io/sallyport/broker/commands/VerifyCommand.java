package io.sallyport.broker.commands;

import io.sallyport.broker.session.SessionSummary;
import io.sallyport.evidence.recording.Totals;
import io.sallyport.evidence.recording.Verdict;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code verify}: reads a recording again, every byte, and says whether it is whole. */
@Command(footer = {"", "Examples:", "  ssh gw verify s-abc", "  ssh gw verify s-abc --json", "",
        "To check without trusting this broker: ssh gw recording s-abc > s-abc.rec, then ./sallyport verify s-abc.rec"})
final class VerifyCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "SESSION", description = "a session, or the first characters of its id")
    private String id = "";

    VerifyCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<SessionSummary> session = Recordings.permitted(call, id);
        if (session.isEmpty()) {
            return Say.REFUSED;
        }
        JsonBuilder json = Json.object().put("session", session.get().session().id().value());
        return switch (call.desks().recordings().verify(session.get().session().id())) {
            case Verdict.Whole(var _, Totals totals, var _, boolean crashSealed) -> {
                String text = "whole: " + totals.chunks() + " chunks, root hash " + totals.hash()
                        + (crashSealed ? " (sealed after a crash of the agent)" : "");
                yield call.say().json()
                        ? call.say()
                                .json(json.put("verdict", "whole").put("chunks", totals.chunks())
                                        .put("hash", totals.hash())
                                        .put("crashSealed", crashSealed).build())
                        : call.say().done(text);
            }
            case Verdict.Unfinished(var _, Totals totals, String why) ->
                call.say().later("not finished: good up to chunk " + totals.chunks() + "; " + why);
            case Verdict.Damaged(long chunk, long offset, String why) ->
                call.say().refused("DAMAGED at chunk " + chunk + ", byte " + offset + ": " + why);
        };
    }
}
