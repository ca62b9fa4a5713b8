package io.sallyport.broker.console;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.account.EnrolmentLinks;
import io.sallyport.broker.account.SignInOutcome;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ways in for who has an account of the embedded directory: password and code, a passkey, or a link to set them up. */
final class AccountDoorRoutes {
    /** Characters of a field: a password has at most 256 bytes, and a passkey's answer about two thousand. */
    static final int PASSWORD = 256;
    static final int CODE = 200;
    static final int ANSWER = 8000;
    /** Binds a passkey's question to the browser that asked. */
    static final String ASKED = "__Host-sallyport-asked";
    private static final String NO = "That does not belong together. Each wrong try makes the next one wait longer.";
    private final EmbeddedAccounts accounts;
    private final SignIn signIn;
    private final Pages pages;
    private final SourceThrottle throttle;
    private final InstantSource time;

    AccountDoorRoutes(EmbeddedAccounts accounts, SignIn signIn, Pages pages, SourceThrottle throttle,
            InstantSource time) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.pages = pages;
        this.throttle = throttle;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/sign-in/account", Access.OPEN, call -> door(call, 200, "")),
                Endpoint.post("/sign-in/account", Access.OPEN, this::byPassword),
                Endpoint.post("/sign-in/passkey/options", Access.OPEN, this::ask),
                Endpoint.post("/sign-in/passkey", Access.OPEN, this::byPasskey),
                Endpoint.get("/account/enter", Access.OPEN, call -> enter(call, 200, "")),
                Endpoint.post("/account/enter", Access.OPEN, this::byLink));
    }

    private Reply byPassword(Call call) {
        long since = signIn.moment();
        return answer(call, since, accounts.door().enter(call.field("name", CODE).orElse(""),
                call.field("password", PASSWORD).orElse(""), call.field("code", CODE).orElse(""),
                call.address()));
    }

    private Reply ask(Call call) {
        String browser = accounts.passkeys().newBrowser();
        Optional<Json.Obj> asked = accounts.passkeys().signIn(browser, SourceThrottle.block(call.source()));
        return asked.<Reply>map(options -> new Reply.Cookied(Reply.data(options), ASKED + "=" + browser
                + "; Path=/; Max-Age=120; Secure; HttpOnly; SameSite=Strict"))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply byPasskey(Call call) {
        Optional<String> browser = call.cookie(ASKED);
        long since = signIn.moment();
        return answer(call, since, browser.isEmpty()
                ? new SignInOutcome.Refused()
                : accounts.passkeys().enter(browser.get(), call.field("credential", ANSWER).orElse("")));
    }

    /** {@code since}: before the proof was looked at. */
    private Reply answer(Call call, long since, SignInOutcome outcome) {
        return switch (outcome) {
            case SignInOutcome.Proven(PersonName person, Mfa level, ShownFactor by) ->
                in(call, person, new Assurance(level, time.instant(), Optional.of(by)), since, "/")
                        .orElseGet(() -> door(call, 403, NO));
            case SignInOutcome.Refused _ -> door(call, 403, NO);
            case SignInOutcome.Wait(var delay) -> door(call, 429,
                    "Too many wrong tries. Wait " + Moment.length(delay.plusSeconds(1))
                            + ", then try again.");
            case SignInOutcome.NotNow _ ->
                door(call, 503, "This can't be looked at now. Try again in a moment.");
        };
    }

    private Reply byLink(Call call) {
        if (!throttle.mayTry(call.source())) {
            return enter(call, 403, "Too many wrong links. Wait a minute.");
        }
        long since = signIn.moment();
        Optional<EnrolmentLinks.Led> led = accounts.links().redeem(call.field("code", CODE).orElse(""));
        if (led.isEmpty()) {
            throttle.failed(call.source());
        }
        return led
                .flatMap(known -> in(call, known.person(),
                        new Assurance(Mfa.NONE, time.instant(), known.by()), since, "/account"))
                .orElseGet(() -> enter(call, 403,
                        "This link is not good. It works once, and not for long. Get a new one."));
    }

    /** Opens a session under a new id; whoever was signed in on this browser is not any more. */
    private Optional<Reply> in(Call call, PersonName person, Assurance assurance, long since, String to) {
        Optional<WebSession> session = signIn.open(person, assurance, Optional.empty(), since);
        session.ifPresent(_ -> call.maybeCaller().ifPresent(old -> signIn.end(old.session().id())));
        return session.map(opened -> new Reply.See(to, Optional.of(Callers.cookie(opened.id()))));
    }

    private Reply door(Call call, int status, String error) {
        return new Reply.Html(status, false, "signinaccount", Map.of("chrome", pages.door("Sign in"), "error",
                error, "csrf", csrf(call), "passkeys", accounts.passkeys().available()));
    }

    private Reply enter(Call call, int status, String error) {
        return new Reply.Html(status, false, "accountenter",
                Map.of("chrome", pages.door("Your account"), "error", error, "csrf", csrf(call)));
    }

    // The pages before the door may be open in a browser where somebody is signed in.
    private static String csrf(Call call) {
        return call.maybeCaller().map(caller -> caller.session().csrfToken()).orElse("");
    }
}
