package io.sallyport.broker.commands;

import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyChanges;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.PolicyVersion;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.policy.SecondPerson;
import io.sallyport.broker.session.PolicyEffects;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy}: what is in force and what waits; {@code activate HASH} and {@code refuse HASH}: a second person says yes or no. */
@Command(footer = {"", "Examples:", "  ssh gw policy", "  ssh gw policy activate 0123456789abcdef",
        "  ssh gw policy refuse 0123456789abcdef --reason '\"not during the freeze\"'"})
final class PolicyCommand implements GatewayCommand {
    private static final Logger LOG = Logger.getLogger(PolicyCommand.class.getName());
    private static final int EFFECTS_BYTES = 256 * 1024;

    private final Call call;

    @Parameters(index = "0", paramLabel = "activate|refuse", arity = "0..1", description = "bring the version that waits into force, or say no to it")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "HASH", arity = "0..1", description = "of the version you looked at, or its first 16 digits")
    private Optional<String> hash = Optional.empty();
    @Option(names = "--reason", paramLabel = "TEXT", description = "why you refuse; kept in the journal")
    private String reason = "";

    PolicyCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        if (!SecondPerson.maySee(call.person())) {
            return call.say().refused("Policies are shown to approvers and administrators of the company,"
                    + " and to auditors.");
        }
        if (verb.isEmpty()) {
            return call.say().json() ? call.say().json(json()) : show();
        }
        return hash.isEmpty() ? usage() : switch (verb.get()) {
            case "activate" -> activate(hash.get());
            case "refuse" -> said(desk().refuse(call.person(), hash.get(), reason));
            default -> usage();
        };
    }

    private int usage() {
        return call.say().usage("ssh gw policy, or: ssh gw policy activate HASH, or: ssh gw policy refuse"
                + " HASH --reason TEXT");
    }

    private PolicyDesk desk() {
        return call.desks().policies();
    }

    private int show() {
        Say say = call.say();
        say.line("in force: " + desk().current().hash());
        desk().activations().reversed().stream().findFirst().ifPresent(
                last -> say.line("since:    " + Times.shown(last.at()) + ", by " + last.by() + account(
                        last.operatorUser())));
        if (!desk().problems().isEmpty()) {
            say.line("The policy folder can't be used: what is in force stays, until the operator mends it.");
        }
        desk().proposal().ifPresentOrElse(this::show, () -> say.line("Nothing waits."));
        return Say.DONE;
    }

    private void show(Proposal waiting) {
        Say say = call.say();
        say.line("waits:    " + waiting.hash() + ", proposed " + Times.shown(waiting.at())
                + account(waiting.operatorUser())
                + waiting.version().commit().map(commit -> ", git " + commit).orElse(""));
        what(waiting.changes(), desk().effects(waiting.version()));
        if (SecondPerson.mayDecide(call.person())) {
            String start = waiting.hash().substring(0, PolicyDesk.HASH);
            say.line("To bring it into force: ssh gw policy activate " + start);
            say.line("To say no to it:        ssh gw policy refuse " + start + " --reason '\"...\"'");
        }
    }

    private static String account(Optional<String> user) {
        return user.map(name -> ", account " + name).orElse("");
    }

    private void what(PolicyChanges changes, PolicyEffects effects) {
        changes.lines().forEach(line -> call.say().line("  " + line));
        effects.lines().forEach(line -> call.say().line("  " + line));
    }

    private Json.Obj json() {
        JsonBuilder json = Json.object().put("in_force", desk().current().hash());
        desk().proposal().map(this::json).ifPresent(waiting -> json.put("proposed", waiting));
        return json.put("versions",
                Json.array(desk().activations().reversed().stream().map(Activation::json).toList())).build();
    }

    private Json.Obj json(Proposal waiting) {
        return Json.object().put("hash", waiting.hash()).put("at", waiting.at().toString())
                .put("commit", waiting.version().commit()).put("operator_user", waiting.operatorUser())
                .put("changes", Json.strings(waiting.changes().lines()))
                .put("effects", desk().effects(waiting.version()).json(EFFECTS_BYTES)).build();
    }

    private int activate(String version) {
        try {
            return said(desk().confirm(call.person(), version));
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "a policy can't be kept", e);
            return call.say()
                    .later("The policy can't be kept on disk now, so nothing was changed. Try again later.");
        }
    }

    private int said(PolicyOutcome outcome) {
        Say say = call.say();
        return switch (outcome) {
            case PolicyOutcome.Activated(PolicyVersion now, PolicyChanges changes, PolicyEffects effects) -> {
                if (say.json()) {
                    yield say.json(Json.object().put("activated", now.hash())
                            .put("effects", effects.json(EFFECTS_BYTES)).build());
                }
                say.line("In force: " + now.hash());
                what(changes, effects);
                yield Say.DONE;
            }
            case PolicyOutcome.Ended(String ended) -> say.json()
                    ? say.json(Json.object().put("refused", ended).build())
                    : say.done("Refused: " + ended + ". What was in force stays.");
            case PolicyOutcome.Refused(PolicyOutcome.Reason why, String text) -> switch (why) {
                case REASON_MISSING -> say.usage(text);
                case NOT_SECOND_PERSON, SHORT_HASH, NO_SUCH_PROPOSAL -> say.refused(text);
            };
            case PolicyOutcome.Unchanged _,PolicyOutcome.Proposed _ -> say.refused("Nothing changed.");
        };
    }
}
