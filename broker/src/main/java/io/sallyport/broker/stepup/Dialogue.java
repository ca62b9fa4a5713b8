package io.sallyport.broker.stepup;

import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.text.Sanitize;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is said to somebody who has to show more than a key, and what they answer: the same at the prompt of {@code ssh} and inside a
 * command. One caller at a time; {@link #leave()} may come from any thread.
 */
public final class Dialogue {
    /** Answers that may be no good before it ends. */
    static final int TRIES = 3;

    /** What comes next. Lines are sanitised. */
    public sealed interface Step {
        /** Somebody is to answer. */
        record Ask(List<String> lines, String prompt) implements Step {}

        /** A browser is to answer: say the lines, and wait for {@code attempt}. */
        record Wait(List<String> lines, Attempt attempt) implements Step {}

        /** Shown: go on. */
        record Shown(Mfa level) implements Step {}

        /** Not shown: this is the end. */
        record Over(String text) implements Step {}
    }

    private final StepUpDesk desk;
    private final KeyHolder holder;
    private final Need need;
    private final String console;
    private int wrong;
    private Optional<Attempt> waiting = Optional.empty(); // guarded by the monitor of this object
    private boolean left; // guarded by the monitor of this object

    /** @param console its address as people type it, without a path */
    public Dialogue(StepUpDesk desk, KeyHolder holder, Need need, String console) {
        this.desk = desk;
        this.holder = holder;
        this.need = need;
        this.console = console;
    }

    /** The first thing to say. Blocking. */
    public Step begin() {
        return desk.takesCode(holder, need) || desk.takesBrowser(need)
                ? ask(List.of(needs() + "."))
                : nowhere();
    }

    private String needs() {
        return "This needs " + wanted() + " besides your key, for " + Sanitize.terminal(need.subject());
    }

    // Said at once: whoever waits three minutes for a page that is not there learns nothing.
    private Step nowhere() {
        return new Step.Over(needs()
                + ", and this gateway has no page to show one on: its operator has set up"
                + " no sign-in that could ask for it (the block oidc). Tell your administrator. A security key"
                + " that asks for its PIN at each use needs no page.");
    }

    /** What was answered. Blocking. */
    public Step answer(String typed) {
        String word = typed.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "", "link" -> link(false);
            case "qr" -> link(true);
            default -> desk.takesCode(holder, need) ? code(typed) : again("That is none of the two.");
        };
    }

    /** How a wait went on. */
    public Step ended(Attempt attempt, Attempt.End end) {
        return switch (end) {
            case CONFIRMED -> new Step.Shown(need.level());
            case DENIED -> new Step.Over("Refused: somebody signed in as you said that this was not you.");
            case EXPIRED -> new Step.Over("Nobody confirmed this in time. Try again.");
            case ABANDONED -> new Step.Over("This can't be confirmed any more. Try again.");
        };
    }

    /** The time of a wait is over. Blocking. */
    public void expire(Attempt attempt) {
        desk.gaveUp(attempt, Attempt.End.EXPIRED);
    }

    /** Whoever was asked is gone: what waits for a browser ends. Blocking. */
    public void leave() {
        Optional<Attempt> open;
        synchronized (this) {
            left = true;
            open = waiting;
        }
        open.ifPresent(attempt -> desk.gaveUp(attempt, Attempt.End.ABANDONED));
    }

    private Step code(String typed) {
        return switch (desk.typed(holder, need, typed)) {
            case TotpOutcome.Right _ -> new Step.Shown(Mfa.OTP);
            case TotpOutcome.Wrong _ -> again("That code is not good.");
            case TotpOutcome.Wait(var delay) -> again("Too many wrong codes. The next one is looked at in "
                    + Math.max(1, delay.toSeconds()) + " seconds.");
            case TotpOutcome.Unavailable _ -> again("Codes can't be looked at now.");
        };
    }

    private Step again(String why) {
        wrong++;
        return wrong < TRIES ? ask(List.of(why)) : new Step.Over(why + " That is enough for now.");
    }

    private Step link(boolean drawn) {
        if (!desk.takesBrowser(need)) {
            return nowhere();
        }
        Optional<Attempt> begun = desk.begin(holder, need);
        if (begun.isEmpty()) {
            return new Step.Over(
                    "Too many connections of yours wait to be confirmed. Try again in a few minutes.");
        }
        Attempt attempt = begun.get();
        boolean gone;
        synchronized (this) {
            waiting = begun;
            gone = left;
        }
        if (gone) {
            desk.gaveUp(attempt, Attempt.End.ABANDONED);
        }
        String url = console + "/confirm/" + attempt.token();
        List<String> text = List.of("Open this within " + Attempt.LIFE.toMinutes()
                + " minutes, where you are signed in as " + holder.person() + ", and confirm:",
                "  " + url,
                "Or go to " + console + "/confirm and type " + attempt.code() + ".",
                "Then this goes on by itself. The page shows the same code: " + attempt.code());
        return new Step.Wait(drawn
                ? java.util.stream.Stream.concat(QrCode.lines(url).stream(), text.stream())
                        .toList()
                : text, attempt);
    }

    private Step ask(List<String> lines) {
        return new Step.Ask(lines, desk.takesCode(holder, need)
                ? "One-time code (or Enter for a link, qr for a QR code): "
                : "Press Enter for a link, or type qr for a QR code: ");
    }

    private String wanted() {
        return need.level() == Mfa.OTP ? "a one-time code" : "a passkey or security key";
    }
}
