package io.sallyport.broker.console;

import io.sallyport.broker.account.AccountView;
import io.sallyport.broker.account.EmbeddedAccounts;
import io.sallyport.broker.account.FactorDesk;
import io.sallyport.broker.account.FactorOutcome;
import io.sallyport.broker.account.FactorOutcome.Why;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ShownFactor;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One's own account: what signs one in, seen and changed. Browsers only: no token of a script changes a factor. */
final class AccountRoutes {
    private static final int LABEL = 60;
    private final EmbeddedAccounts accounts;
    private final SignIn signIn;
    private final Pages pages;
    private final InstantSource time;

    AccountRoutes(EmbeddedAccounts accounts, SignIn signIn, Pages pages, InstantSource time) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.pages = pages;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/account", Access.SIGNED_IN, call -> page(call, 200, "")),
                post("/account/password", call -> seen(call, factors().setPassword(who(call), shown(call),
                        call.field("password", AccountDoorRoutes.PASSWORD).orElse("")))),
                post("/account/totp", this::newTotp), post("/account/totp/confirm", this::confirmTotp),
                post("/account/totp/remove",
                        call -> seen(call, factors().removeTotp(who(call), shown(call)))),
                post("/account/passkeys/options", this::askForPasskey),
                post("/account/passkeys",
                        call -> seen(call, accounts.passkeys().register(who(call), shown(call),
                                call.caller().session().id(),
                                call.field("credential", AccountDoorRoutes.ANSWER).orElse(""),
                                call.field("label", LABEL).map(Text::plain).orElse("")))),
                post("/account/passkeys/:id/remove", call -> seen(call,
                        factors().removePasskey(who(call), shown(call), call.part("id")))),
                post("/account/recovery", this::recoveryCodes));
    }

    private static Endpoint post(String path, Endpoint.Handler handler) {
        return Endpoint.post(path, Access.SIGNED_IN, call -> call.caller().bearer()
                ? Reply.refused(Problem.forbidden("browser", "Accounts are changed in a browser."))
                : handler.handle(call));
    }

    private FactorDesk factors() {
        return accounts.factors();
    }

    private static Person who(Call call) {
        return call.caller().person();
    }

    private static Assurance shown(Call call) {
        return call.caller().session().assurance();
    }

    private Reply newTotp(Call call) {
        return answer(call, factors().beginTotp(who(call), shown(call)),
                made -> totpPage(call, made, 200, ""));
    }

    private Reply totpPage(Call call, FactorDesk.NewTotp made, int status, String error) {
        return new Reply.Html(status, false, "accounttotp", Map.of("chrome", chrome(call), "secret",
                String.join(" ", made.secret().split("(?<=\\G.{4})")), "uri", made.uri(), "error", error,
                "qr",
                QrPicture.of(made.uri())));
    }

    // A code that is right proves the app; with the key or password that opened the session that makes
    // two factors. A session that the app before it had opened has just ended with it.
    private Reply confirmTotp(Call call) {
        long since = signIn.moment();
        return answer(call, factors().confirmTotp(who(call), shown(call),
                call.field("code", AccountDoorRoutes.CODE).orElse("")), _ -> {
                    Assurance byCode = new Assurance(Mfa.OTP, time.instant(), Optional.of(ShownFactor.OTP));
                    boolean open = signIn.look(call.caller().session().id()).isPresent();
                    if (open && shown(call).level().atLeast(Mfa.OTP)) {
                        return Reply.see("/account");
                    }
                    Optional<WebSession> now = open
                            ? signIn.raise(call.caller().session().id(), byCode, Optional.empty(), since)
                            : signIn.open(who(call).name(), byCode, Optional.empty());
                    return new Reply.See("/account", now.map(session -> Callers.cookie(session.id())));
                });
    }

    private Reply askForPasskey(Call call) {
        return switch (accounts.passkeys().registration(who(call), shown(call),
                call.caller().session().id())) {
            case FactorOutcome.Done<Json.Obj>(Json.Obj options) -> Reply.data(options);
            case FactorOutcome.Refused<Json.Obj>(Why why, String text) -> Reply.refused(Problem.of(403,
                    why.name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused", text));
        };
    }

    private Reply recoveryCodes(Call call) {
        return answer(call, factors().makeRecoveryCodes(who(call), shown(call)), codes -> Reply
                .page("accountcodes", Map.of("chrome", chrome(call), "codes", codes)));
    }

    private Reply seen(Call call, FactorOutcome<Boolean> outcome) {
        return answer(call, outcome, _ -> Reply.see("/account"));
    }

    private <T> Reply answer(Call call, FactorOutcome<T> outcome, Function<T, Reply> done) {
        return switch (outcome) {
            case FactorOutcome.Done<T>(T value) -> done.apply(value);
            case FactorOutcome.Refused<T>(Why why, String text) -> why == Why.PROVE_FIRST
                    ? Reply.see("/account/raise?next=/account")
                    : page(call, why == Why.BUSY ? 503 : 403, text);
        };
    }

    private Reply page(Call call, int status, String error) {
        AccountView view = factors().view(who(call).name(), shown(call));
        List<AccountKeyRow> keys = view.passkeys().stream().map(AccountKeyRow::of).toList();
        return new Reply.Html(status, false, "account", Map.of("chrome", chrome(call), "view", view, "keys",
                keys, "totp", view.totp().map(Moment::of).map(Moment::text).orElse(""), "passkeys",
                accounts.passkeys().available(), "error", error));
    }

    private Chrome chrome(Call call) {
        return pages.chrome(call, "Your account", "/account");
    }
}
