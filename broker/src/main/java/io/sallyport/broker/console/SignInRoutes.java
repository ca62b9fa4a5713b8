package io.sallyport.broker.console;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.policies.json.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Coming in and going out, for browsers and for scripts, and who one is meanwhile. */
final class SignInRoutes {
    private static final int CODE = 200;
    private static final String NO = "This code is not good. It works once, for two minutes. Get a new one.";
    private final SignIn signIn;
    private final People people;
    private final Pages pages;
    private final SourceThrottle throttle;
    private final Optional<OidcSignIn> oidc;
    private final BooleanSupplier accounts;

    /** @param accounts whether there are passwords and passkeys to sign in with */
    SignInRoutes(SignIn signIn, People people, Pages pages, SourceThrottle throttle,
            Optional<OidcSignIn> oidc, BooleanSupplier accounts) {
        this.accounts = accounts;
        this.signIn = signIn;
        this.people = people;
        this.pages = pages;
        this.throttle = throttle;
        this.oidc = oidc;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/", Access.OPEN, this::start),
                Endpoint.get("/sign-in", Access.OPEN, this::page),
                Endpoint.post("/sign-in", Access.OPEN, this::enter),
                Endpoint.post("/sign-out", Access.SIGNED_IN, this::leave),
                Endpoint.post("/api/v1/sign-in", Access.OPEN, this::enterByScript),
                Endpoint.post("/api/v1/sign-out", Access.SIGNED_IN, this::leaveByScript),
                Endpoint.get("/api/v1/me", Access.SIGNED_IN, this::me));
    }

    private Reply start(Call call) {
        return Reply.see(call.maybeCaller().map(caller -> home(caller.person())).orElse("/sign-in"));
    }

    private static String home(Person person) {
        return person.is(Role.APPROVER) ? "/inbox" : person.is(Role.ENGINEER) ? "/requests" : "/sessions";
    }

    private Reply page(Call call) {
        return door(200, "");
    }

    private Reply door(int status, String error) {
        return new Reply.Html(status, false, "signin",
                Map.of("chrome", pages.door("Sign in"), "error", error, "provider",
                        oidc.map(OidcSignIn::title).orElse(""), "accounts", accounts.getAsBoolean()));
    }

    private Reply enter(Call call) {
        Optional<WebSession> session = redeem(call, call.field("code", CODE).orElse(""));
        if (session.isEmpty()) {
            return door(403, NO);
        }
        // Whoever was signed in on this browser is not any more: the old id must not outlive the change.
        call.maybeCaller().ifPresent(old -> signIn.end(old.session().id()));
        return new Reply.See("/", Optional.of(Callers.cookie(session.get().id())));
    }

    private Reply enterByScript(Call call) {
        String code = call.json().onlyFields("code").string("code");
        return redeem(call, code.length() > CODE ? "" : code)
                .map(session -> Reply.data(Json.object().put("token", session.id())
                        .put("person", session.person().value()).build()))
                .orElse(Reply.refused(Problem.of(403, "code", "Not signed in", NO)));
    }

    private Optional<WebSession> redeem(Call call, String code) {
        if (!throttle.mayTry(call.source())) {
            return Optional.empty();
        }
        Optional<WebSession> session = signIn.redeem(code);
        if (session.isEmpty()) {
            throttle.failed(call.source());
        }
        return session;
    }

    private Reply leave(Call call) {
        WebSession session = call.caller().session();
        signIn.end(session.id());
        return oidc
                .flatMap(provider -> provider.farewell(session).map(there -> there(provider, session, there)))
                .orElseGet(() -> new Reply.See("/sign-in", Optional.of(Callers.noCookie())));
    }

    // Whoever leaves the console does not expect to lose what runs in their terminals: they are asked
    // first when signing out there, which is no more than a click away, would end it.
    private Reply there(OidcSignIn provider, WebSession session, URI there) {
        int ends = provider.endsWith(session);
        // Not by a redirect: form-action of the content policy would stop it on its way to another site.
        return ends == 0
                ? Reply.onward(there.toString(), "You are signed out", List.of(Callers.noCookie()))
                : new Reply.Cookied(Reply.page("signedout", Map.of("chrome", pages.door("Signed out"),
                        "provider", provider.title(), "to", there.toString(), "sessions",
                        ends == 1 ? "your open SSH session" : "your " + ends + " open SSH sessions")),
                        Callers.noCookie());
    }

    private Reply leaveByScript(Call call) {
        signIn.end(call.caller().session().id());
        return new Reply.Nothing();
    }

    private Reply me(Call call) {
        Person person = call.caller().person();
        return Reply.data(Json.object().put("name", person.name().value()).put("fullName", person.fullName())
                .put("organisation", person.organisation().value()).put("internal", person.internal())
                .put("roles", Json.strings(person.roles().stream().map(Role::code).sorted().toList()))
                .put("groups",
                        Json.strings(person.groups().stream().map(group -> group.value()).sorted().toList()))
                .put("keys", Json.strings(people.keysOf(person.name()).stream()
                        .map(key -> key.fingerprint().value()).toList()))
                .build());
    }
}
