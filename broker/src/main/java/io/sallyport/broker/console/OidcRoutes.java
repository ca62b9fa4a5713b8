package io.sallyport.broker.console;

import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.oidc.ProviderAnswer;
import io.sallyport.broker.oidc.Wanted;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** To the identity provider and back, and what the provider itself says to us. */
final class OidcRoutes {
    /**
     * Lax and not Strict, because the way back is a navigation from another site; it is good for one way back only. The prefix keeps other hosts of the
     * domain from setting it.
     */
    static final String COOKIE = "__Host-sallyport-oidc";
    private static final int CODE = 2048;
    private static final int WORD = 300;
    private static final int TOKEN = 8 * 1024;
    private static final Problem AWAY = Problem.of(503, "identity-provider", "Signing in is not possible now",
            "The identity provider does not answer. Whoever is signed in stays so, SSH goes on, and a code"
                    + " from \"ssh gw console\" still opens the console.");
    private static final Problem REFUSED = Problem.of(403, "sign-in", "You are not signed in by this",
            "Start again from the sign-in page. If that does not help, ask your administrator.");

    private final OidcSignIn oidc;
    private final ReturnPaths returns;
    private final SourceThrottle throttle;

    OidcRoutes(OidcSignIn oidc, ReturnPaths returns, SourceThrottle throttle) {
        this.oidc = oidc;
        this.returns = returns;
        this.throttle = throttle;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/sign-in/oidc", Access.OPEN, this::depart),
                Endpoint.get("/sign-in/oidc/callback", Access.OPEN, this::arrive),
                Endpoint.machine("/sign-in/oidc/logout", this::logout));
    }

    private Reply depart(Call call) {
        Mfa level = call.query("level", 20).map(OidcRoutes::level).orElse(oidc.least());
        String then = call.query("return", WORD).orElse("/");
        if (!returns.admits(then)) {
            throw Read.bad("return", "a page of this console");
        }
        if (!oidc.reaches(level)) {
            return Reply.refused(Problem.of(403, "level", "This can't be asked of the identity provider",
                    "Nothing of what it says counts as " + level.text() + " here."));
        }
        // Whoever is signed in already stays who they are: their session is raised, never exchanged.
        Optional<Wanted.Raise> raise = call.maybeCaller().filter(caller -> !caller.bearer())
                .map(caller -> new Wanted.Raise(caller.session().id(), caller.person().name()));
        return switch (oidc.depart(new Wanted(level, raise, then), SourceThrottle.block(call.source()),
                call.correlation())) {
            case OidcSignIn.Departed.There there ->
                new Reply.See(there.to().toString(), Optional.of(COOKIE + "=" + there.cookie()
                        + "; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax"));
            case OidcSignIn.Departed.Away _ -> Reply.refused(AWAY);
        };
    }

    private Reply arrive(Call call) {
        if (!throttle.mayTry(call.source())) {
            return Reply.refused(Problem.busy());
        }
        ProviderAnswer answer = new ProviderAnswer(call.query("code", CODE),
                call.query("state", WORD), call.query("iss", WORD), call.query("error", WORD));
        return switch (oidc.arrive(call.cookie(COOKIE).orElse(""), answer, call.correlation())) {
            case OidcSignIn.Arrived.In in -> Reply.onward(in.then(), "You are signed in",
                    List.of(Callers.cookie(in.session().id()), COOKIE
                            + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"));
            case OidcSignIn.Arrived.Refused _ -> {
                throttle.failed(call.source());
                yield Reply.refused(REFUSED);
            }
            case OidcSignIn.Arrived.Away _ -> Reply.refused(AWAY);
        };
    }

    // OpenID Connect Back-Channel Logout 1.0, section 2.8. It proves itself by its signature alone.
    private Reply logout(Call call) {
        return oidc.loggedOut(call.requiredField("logout_token", TOKEN), call.correlation())
                ? Reply.data(Json.object().build())
                : Reply.refused(Problem.badRequest("The logout token is not believed."));
    }

    private static Mfa level(String text) {
        return Arrays.stream(Mfa.values()).filter(each -> each.text().equals(text)).findFirst()
                .orElseThrow(() -> Read.bad("level", "a level such as otp"));
    }
}
