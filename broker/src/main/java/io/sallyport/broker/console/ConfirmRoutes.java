package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The page on which somebody confirms that a connection is theirs. A link or a code is good for nothing by itself: what it names is shown
 * only to the person whose key is waiting, and a yes takes a sign-in of that person that is as strong as policy wants, and fresh.
 */
final class ConfirmRoutes {
    /** How long ago somebody may have proved themselves to the browser that says yes. */
    static final Duration FRESH = Duration.ofMinutes(5);
    /** Characters of a code or of the last part of a link, as typed. */
    private static final int CODE = 100;
    private static final String NONE = "There is nothing of yours to confirm under this code. It is good once, for three minutes.";

    private final Confirmations confirmations;
    private final Pages pages;
    private final SourceThrottle throttle;
    private final InstantSource time;

    ConfirmRoutes(Confirmations confirmations, Pages pages, SourceThrottle throttle, InstantSource time) {
        this.confirmations = confirmations;
        this.pages = pages;
        this.throttle = throttle;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/confirm", Access.SIGNED_IN, call -> form(call, 200, "")),
                Endpoint.post("/confirm", Access.SIGNED_IN, this::typed),
                Endpoint.get("/confirm/:token", Access.OPEN, this::page),
                Endpoint.post("/confirm/:token/yes", Access.SIGNED_IN, this::yes),
                Endpoint.post("/confirm/:token/no", Access.SIGNED_IN, this::no));
    }

    private boolean nowhere() {
        return confirmations.raise(Mfa.OTP, "/confirm").isEmpty()
                && confirmations.raise(Mfa.PHISHING_RESISTANT, "/confirm").isEmpty();
    }

    private Reply form(Call call, int status, String error) {
        return new Reply.Html(status, false, "confirmcode",
                Map.of("chrome", pages.chrome(call, "Confirm a connection", ""), "error",
                        nowhere() ? Confirmations.NOWHERE : error));
    }

    private Reply typed(Call call) {
        Optional<Attempt> found = waiting(call, call.requiredField("code", CODE));
        return found.<Reply>map(attempt -> Reply.see("/confirm/" + attempt.token()))
                .orElseGet(() -> form(call, 404, NONE));
    }

    private Reply page(Call call) {
        if (call.maybeCaller().isEmpty()) {
            // The same for every link, so that nobody learns which of them are good.
            return new Reply.Html(200, false, "confirmdoor",
                    Map.of("chrome", pages.door("Confirm a connection"), "signIn",
                            confirmations.raise(Mfa.OTP, call.path())
                                    .filter(page -> page.startsWith("/sign-in/")
                                            && call.part("token").matches("[0-9a-f]{1,64}"))
                                    .orElse("/sign-in")));
        }
        return waiting(call, call.part("token")).map(attempt -> shown(call, attempt, 200, ""))
                .orElseGet(() -> form(call, 404, NONE));
    }

    // Guessing is hopeless and finds one's own only; it is bounded all the same.
    private Optional<Attempt> waiting(Call call, String tokenOrCode) {
        if (!throttle.mayTry(call.source())) {
            return Optional.empty();
        }
        Optional<Attempt> found = confirmations.waiting(call.caller().person().name(), tokenOrCode);
        if (found.isEmpty()) {
            throttle.failed(call.source());
        }
        return found;
    }

    private Reply yes(Call call) {
        return decide(call, attempt -> {
            if (!enough(call, attempt)) {
                return shown(call, attempt, 403, "Prove first that it is you.");
            }
            return confirmations.confirmed(attempt, call.caller().person().name(),
                    call.caller().session())
                            ? done(call, "confirmed", "Confirmed",
                                    "The connection goes on by itself. You may close this page.")
                            : form(call, 409, NONE);
        });
    }

    private Reply no(Call call) {
        return decide(call, attempt -> confirmations.denied(attempt, call.caller().person().name())
                ? done(call, "denied", "Ended",
                        "The connection was ended, and so was everything confirmed before. Somebody else has your key: tell your"
                                + " administrator now, and have the key removed.")
                : form(call, 409, NONE));
    }

    private Reply decide(Call call, java.util.function.Function<Attempt, Reply> decision) {
        if (call.caller().bearer()) {
            return Reply.refused(Problem.forbidden("browser", "This is done in a browser."));
        }
        return waiting(call, call.part("token")).map(decision).orElseGet(() -> form(call, 404, NONE));
    }

    private boolean enough(Call call, Attempt attempt) {
        return call.caller().session().assurance().covers(attempt.need().level(), FRESH, time.instant());
    }

    private Reply done(Call call, String how, String title, String text) {
        return new Reply.Html(200, false, "confirmed",
                Map.of("chrome", pages.chrome(call, title, ""), "how", how, "title", title, "text", text));
    }

    private Reply shown(Call call, Attempt attempt, int status, String error) {
        Person person = call.caller().person();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Who", Text.plain(person.fullName()) + " (" + person.name() + ")", false));
        facts.add(new Fact("From", attempt.holder().source().getHostAddress().replaceFirst("%.*", ""), true));
        facts.add(new Fact("Key", attempt.holder().key().value(), true));
        facts.add(attempt.need().targets().isEmpty()
                ? new Fact("For", "your account: keys, tokens and what you answer for", false)
                : new Fact("For", attempt.need().targets().stream().map(TargetName::value)
                        .collect(Collectors.joining(", ")), true));
        if (!attempt.need().tickets().isEmpty()) {
            facts.add(new Fact("Ticket", attempt.need().tickets().stream().map(Text::plain)
                    .collect(Collectors.joining(", ")), true));
        }
        return new Reply.Html(status, false, "confirm",
                Map.of("chrome", pages.chrome(call, "Confirm a connection", ""), "error", error, "c",
                        new ConfirmView(attempt.token(), attempt.code(),
                                attempt.need().level() == Mfa.OTP ? "a one-time code" : "a passkey", facts,
                                enough(call, attempt), confirmations.raise(attempt.need().level(),
                                        "/confirm/" + attempt.token()).orElse(""))));
    }
}
