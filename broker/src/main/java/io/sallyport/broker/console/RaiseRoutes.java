package io.sallyport.broker.console;

import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.TotpOutcome;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proving more in a session that is open, or the same again: the person of the session, by a code or a passkey of their own. The
 * session goes on under a new id.
 */
final class RaiseRoutes {
    private static final int PATH = 200;
    private final EmbeddedAccounts accounts;
    private final SignIn signIn;
    private final Pages pages;
    private final InstantSource time;

    RaiseRoutes(EmbeddedAccounts accounts, SignIn signIn, Pages pages, InstantSource time) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.pages = pages;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/account/raise", Access.SIGNED_IN,
                        call -> page(call, 200, "", next(call.query("next", PATH)))),
                Endpoint.post("/account/raise", Access.SIGNED_IN, this::byCode),
                Endpoint.post("/account/raise/passkey/options", Access.SIGNED_IN, this::ask),
                Endpoint.post("/account/raise/passkey", Access.SIGNED_IN, this::byPasskey));
    }

    private Reply byCode(Call call) {
        String next = next(call.field("next", PATH));
        if (call.caller().bearer()) {
            return browserOnly();
        }
        long since = signIn.moment();
        return switch (accounts.stepUp().verify(who(call),
                call.field("code", AccountDoorRoutes.CODE).orElse(""))) {
            case TotpOutcome.Right _ -> raised(call, Mfa.OTP, ShownFactor.OTP, since, next);
            case TotpOutcome.Wrong _ ->
                page(call, 403, "This code is not good. Wait for the next one.", next);
            case TotpOutcome.Wait(var delay) -> page(call, 429,
                    "Too many wrong codes. Wait " + Moment.length(delay.plusSeconds(1)) + ".", next);
            case TotpOutcome.Unavailable _ ->
                page(call, 503, "This can't be looked at now. Try again in a moment.", next);
        };
    }

    private Reply ask(Call call) {
        return accounts.passkeys().raise(who(call), call.caller().session().id()).map(Reply::data)
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply byPasskey(Call call) {
        String next = next(call.field("next", PATH));
        if (call.caller().bearer()) {
            return browserOnly();
        }
        long since = signIn.moment();
        return accounts.passkeys()
                .raised(who(call), call.caller().session().id(),
                        call.field("credential", AccountDoorRoutes.ANSWER).orElse(""))
                .map(by -> raised(call, Mfa.PHISHING_RESISTANT, by, since, next))
                .orElseGet(() -> page(call, 403, "This passkey is not good here.", next));
    }

    // A session has one proof, the latest. Whoever needs the stronger one again shows it again.
    private Reply raised(Call call, Mfa level, ShownFactor by, long since, String next) {
        Optional<WebSession> raised = signIn.raise(call.caller().session().id(),
                new Assurance(level, time.instant(), Optional.of(by)), Optional.empty(), since);
        return raised.<Reply>map(session -> new Reply.See(next, Optional.of(Callers.cookie(session.id()))))
                .orElse(Reply.see("/sign-in"));
    }

    private Reply page(Call call, int status, String error, String next) {
        PersonName person = who(call);
        return new Reply.Html(status, false, "accountraise",
                Map.of("chrome", pages.chrome(call, "Prove it is you", ""), "next", next, "error", error,
                        "code", accounts.stepUp().hasTotp(person), "passkey",
                        accounts.passkeys().has(person)));
    }

    private static Reply browserOnly() {
        return Reply.refused(Problem.forbidden("browser", "This is done in a browser."));
    }

    private static PersonName who(Call call) {
        return call.caller().person().name();
    }

    /** A page of our own, and nothing that a browser could take for another site. */
    static String next(Optional<String> wanted) {
        return wanted.filter(path -> path.matches("/[a-z0-9][A-Za-z0-9/_-]*")).orElse("/account");
    }
}
