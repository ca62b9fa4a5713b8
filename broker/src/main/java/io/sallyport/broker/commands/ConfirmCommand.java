package io.sallyport.broker.commands;

import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.stepup.Dialogue;
import io.sallyport.broker.stepup.Dialogue.Step;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.broker.stepup.Need;
import io.sallyport.broker.stepup.StepUpDesk;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code confirm}: shows beforehand what is wanted besides the key, for one target or for the account itself. */
@Command(footer = {"", "Examples:", "  ssh -t gw confirm web-1", "  ssh gw confirm web-1 --json",
        "  ssh -t gw confirm        for your account: before keys add, service add-key, tokens create",
        "",
        "What you show counts for you, this key, this address and this target, for some hours.",
        "With --json it prints one line with the link, waits, and prints one line with what came of it."})
final class ConfirmCommand implements GatewayCommand {
    private static final Logger LOG = Logger.getLogger(ConfirmCommand.class.getName());
    /** How often it is looked whether somebody still waits. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Call call;

    @Parameters(paramLabel = "TARGET", arity = "0..1", description = "the target's name; without it: your account itself")
    private Optional<String> target = Optional.empty();

    ConfirmCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        Optional<TargetName> name = target.flatMap(TargetName::parse);
        if (target.isPresent() && (name.isEmpty()
                || call.desks().targets().visibleTo(call.person(), name.get()).isEmpty())) {
            return call.say().usage("That is no target of yours. Yours: ssh gw targets");
        }
        KeyHolder holder = call.holder();
        StepUpDesk desk = call.desks().stepUp();
        Optional<Need> need = name.isPresent()
                ? desk.forTarget(holder, name.get())
                : desk.forAccount(holder, KeyDesk.RECENT);
        if (need.isEmpty()) {
            return nothing(name.map(of -> desk.shown(holder, of))
                    .orElseGet(() -> desk.lately(holder, KeyDesk.RECENT)));
        }
        Dialogue dialogue = new Dialogue(call.desks().stepUp(), holder, need.get(),
                call.desks().place().console());
        try {
            Step step = call.say().json() ? dialogue.answer("link") : dialogue.begin();
            return talk(dialogue, step);
        } catch (IOException e) {
            LOG.log(Level.FINE, "nobody answers any more", e);
            return Say.REFUSED;
        } finally {
            dialogue.leave();
        }
    }

    private int nothing(Mfa shown) {
        return call.say().json()
                ? call.say().json(Json.object().put("state", "confirmed").put("mfa", shown.text()).build())
                : call.say().done("Nothing more is wanted for " + what() + ".");
    }

    private String what() {
        return target.orElse("your account");
    }

    private int talk(Dialogue dialogue, Step first) throws IOException {
        Step step = first;
        while (true) {
            switch (step) {
                case Step.Ask ask -> {
                    call.say().lines(ask.lines());
                    step = dialogue.answer(TypedLine.read(call.say().screen(), ask.prompt()));
                }
                case Step.Wait wait -> {
                    say(wait);
                    step = dialogue.ended(wait.attempt(), end(dialogue, wait.attempt()));
                }
                case Step.Shown(Mfa level) -> {
                    return call.say().json()
                            ? call.say().json(
                                    Json.object().put("state", "confirmed").put("mfa", level.text()).build())
                            : call.say().done("Confirmed for " + what() + ".");
                }
                case Step.Over(String text) -> {
                    return call.say().refused(text);
                }
            }
        }
    }

    private void say(Step.Wait wait) {
        if (call.say().json()) {
            call.say().json(Json.object().put("state", "waiting")
                    .put("url", call.desks().place().console() + "/confirm/" + wait.attempt().token())
                    .put("code", wait.attempt().code()).put("seconds", Attempt.LIFE.toSeconds()).build());
        } else {
            call.say().lines(wait.lines());
        }
    }

    private Attempt.End end(Dialogue dialogue, Attempt attempt) {
        long rounds = Attempt.LIFE.dividedBy(LOOK);
        for (long i = 0; i < rounds; i++) {
            try {
                return attempt.end().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (call.say().screen().left().getCount() == 0) {
                    dialogue.leave();
                }
            } catch (ExecutionException e) {
                throw new CompletionException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                dialogue.leave();
            }
        }
        dialogue.expire(attempt);
        return attempt.end().join();
    }
}
