package io.sallyport.broker.commands;

import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy}: what is in force and what waits; {@code policy activate HASH}: a second person says yes. */
@Command(footer = {"", "Examples:", "  ssh gw policy", "  ssh gw policy activate 0123456789abcdef"})
final class PolicyCommand implements GatewayCommand {
    private static final Logger LOG = Logger.getLogger(PolicyCommand.class.getName());

    private final Call call;

    @Parameters(index = "0", paramLabel = "activate", arity = "0..1", description = "bring the version that waits into force")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "HASH", arity = "0..1", description = "of the version you looked at, or its first 16 digits")
    private Optional<String> hash = Optional.empty();

    PolicyCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (verb.isEmpty()) {
            return call.say().json() ? call.say().json(json()) : show();
        }
        return verb.get().equals("activate") && hash.isPresent()
                ? activate(hash.get())
                : call.say().usage("ssh gw policy, or: ssh gw policy activate HASH");
    }

    private PolicyDesk desk() {
        return call.desks().policies();
    }

    private int show() {
        call.say().line("in force: " + desk().current().hash());
        desk().activations().reversed().stream().findFirst()
                .ifPresent(
                        last -> call.say().line("since:    " + Times.shown(last.at()) + ", by " + last.by()));
        desk().proposal().ifPresentOrElse(waiting -> {
            call.say()
                    .line("waits:    " + waiting.version().hash() + ", proposed " + Times.shown(waiting.at())
                            + waiting.version().commit().map(commit -> ", git " + commit).orElse(""));
            waiting.changes().lines().forEach(line -> call.say().line("  " + line));
            call.say().line("To bring it into force: ssh gw policy activate "
                    + waiting.version().hash().substring(0, PolicyDesk.HASH));
        }, () -> call.say().line("Nothing waits."));
        return Say.DONE;
    }

    private Json.Obj json() {
        JsonBuilder json = Json.object().put("in_force", desk().current().hash());
        desk().proposal().map(PolicyCommand::json).ifPresent(waiting -> json.put("proposed", waiting));
        return json.put("versions",
                Json.array(desk().activations().reversed().stream().map(Activation::json).toList())).build();
    }

    private static Json.Obj json(Proposal waiting) {
        return Json.object().put("hash", waiting.version().hash()).put("at", waiting.at().toString())
                .put("commit", waiting.version().commit())
                .put("changes", Json.strings(waiting.changes().lines())).build();
    }

    private int activate(String version) {
        try {
            return switch (desk().confirm(call.person(), version)) {
                case PolicyOutcome.Activated(PolicyVersion now, var _) -> call.say().json()
                        ? call.say().json(Json.object().put("activated", now.hash()).build())
                        : call.say().done("In force: " + now.hash());
                case PolicyOutcome.Refused(String text) -> call.say().refused(text);
                case PolicyOutcome.Unchanged _,PolicyOutcome.Proposed _ ->
                    call.say().refused("Nothing changed.");
            };
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "a policy can't be kept", e);
            return call.say()
                    .later("The policy can't be kept on disk now, so nothing was changed. Try again later.");
        }
    }
}
