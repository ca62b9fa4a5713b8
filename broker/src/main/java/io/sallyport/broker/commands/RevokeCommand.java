package io.sallyport.broker.commands;

import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.Revocations;
import io.sallyport.broker.request.RevokeOutcome;
import io.sallyport.policies.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code revoke}: takes a grant back. */
@Command(footer = {"", "Examples:", "  ssh gw revoke r-abc --reason '\"the change was called off\"'", "",
        "Sessions under it end at once. There is no way back but a new request."})
final class RevokeCommand implements GatewayCommand {
    private final Call call;

    @Parameters(paramLabel = "ID", description = "the request that was granted, or the first characters of its id")
    private String id = "";
    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; the engineer and the auditor read it")
    private String reason = "";

    RevokeCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (reason.isBlank() || reason.length() > Revocations.REASON) {
            return call.say().usage("--reason takes 1 to " + Revocations.REASON + " characters.");
        }
        Optional<AccessRequest> request = call.desks().requestViews().show(call.person(), id);
        if (request.isEmpty()) {
            return ShowCommand.none(call.say());
        }
        return switch (call.desks().revocations().revoke(call.person(), request.get().id(), reason)) {
            case RevokeOutcome.Revoked(AccessRequest revoked) -> call.say().json()
                    ? call.say().json(Json.object().put("revoked", revoked.id().value()).build())
                    : call.say().done(revoked.id() + ": taken back. Sessions under it are being ended.");
            case RevokeOutcome.Refused(String text) -> call.say().refused(text);
        };
    }
}
