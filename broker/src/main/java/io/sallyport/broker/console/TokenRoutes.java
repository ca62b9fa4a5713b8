package io.sallyport.broker.console;

import io.sallyport.broker.token.ApiToken;
import io.sallyport.broker.token.TokenDesk;
import io.sallyport.broker.token.TokenForm;
import io.sallyport.broker.token.TokenId;
import io.sallyport.broker.token.TokenOutcome;
import io.sallyport.broker.token.TokenScope;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** API tokens, as a page and over REST. No token makes or revokes tokens: a person does, having signed in. */
final class TokenRoutes {
    private static final int WORD = 80;

    private final TokenDesk tokens;
    private final Pages pages;
    private final InstantSource time;

    TokenRoutes(TokenDesk tokens, Pages pages, InstantSource time) {
        this.tokens = tokens;
        this.pages = pages;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/tokens", Access.SIGNED_IN, call -> page(call, 200, "", "")),
                Endpoint.post("/tokens", Access.SIGNED_IN, this::makeByForm),
                Endpoint.post("/tokens/:id/revoke", Access.SIGNED_IN, this::revokeByForm),
                Endpoint.get("/api/v1/tokens", Access.SIGNED_IN, this::list),
                Endpoint.post("/api/v1/tokens", Access.SIGNED_IN, this::make),
                Endpoint.post("/api/v1/tokens/:id/revoke", Access.SIGNED_IN, this::revoke));
    }

    private Reply list(Call call) {
        return Reply.data(Json.object().put("tokens", Json.array(
                tokens.list(call.caller().person()).stream().map(token -> json(token).build()).toList()))
                .build());
    }

    private Reply make(Call call) {
        Json.Obj body = call.json().onlyFields("title", "scopes", "duration", "person");
        return answer(made(call, new TokenForm(Read.text("title", body.string("title"), WORD),
                body.strings("scopes").stream().map(TokenRoutes::scope).collect(Collectors.toSet()),
                body.optionalString("duration").map(text -> Read.duration("duration", text)),
                body.optionalString("person").map(TokenRoutes::person))));
    }

    private Reply revoke(Call call) {
        return TokenId.parse(call.part("id"))
                .map(id -> answer(tokens.revoke(call.caller().person(), id)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private TokenOutcome made(Call call, TokenForm form) {
        return tokens.make(call.caller().person(), call.caller().session().assurance(), form);
    }

    private Reply answer(TokenOutcome outcome) {
        return switch (outcome) {
            case TokenOutcome.Made made ->
                new Reply.Data(201, json(made.token()).put("secret", made.secret().reveal()).build());
            case TokenOutcome.Revoked revoked -> Reply.data(json(revoked.token()).build());
            case TokenOutcome.Refused refused -> Reply.refused(problem(refused));
        };
    }

    private static Problem problem(TokenOutcome.Refused refused) {
        return Problem.of(switch (refused.reason()) {
            case BAD_TOKEN -> 400;
            case SIGN_IN_AGAIN, STEP_UP, NOT_ALLOWED -> 403;
            case NO_SUCH_TOKEN -> 404;
            case TOO_MANY -> 409;
        }, refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused",
                Text.plain(refused.text()));
    }

    private JsonBuilder json(ApiToken token) {
        return Json.object().put("id", token.id().value()).put("person", token.person().value())
                .put("title", token.title()).put("scopes", Json.strings(token.scopeCodes()))
                .put("state", state(token)).put("creator", token.creator().value())
                .put("createdAt", token.created().toString()).put("expiresAt", token.expires().toString())
                .put("lastUsedAt", token.lastUsed().map(Instant::toString))
                .put("revokedAt", token.revoked().map(Instant::toString));
    }

    private String state(ApiToken token) {
        return token.live(time.instant()) ? "live" : token.revoked().isPresent() ? "revoked" : "expired";
    }

    private Reply makeByForm(Call call) {
        Set<TokenScope> scopes = Arrays.stream(TokenScope.values())
                .filter(scope -> call.field(scope.code(), 5).isPresent()).collect(Collectors.toSet());
        Optional<Duration> life = call.field("days", 3).map(
                text -> Duration.ofDays(Read.number("days", text, (int) tokens.longest().toDays())));
        TokenForm form = new TokenForm(call.requiredField("title", WORD), scopes, life,
                call.field("person", WORD).map(TokenRoutes::person));
        return switch (made(call, form)) {
            case TokenOutcome.Made made -> page(call, 200, "", made.secret().reveal());
            case TokenOutcome.Refused refused ->
                page(call, problem(refused).status(), Text.plain(refused.text()), "");
            case TokenOutcome.Revoked _ -> throw new IllegalStateException("making a token revoked one");
        };
    }

    private Reply revokeByForm(Call call) {
        Optional<TokenOutcome> outcome = TokenId.parse(call.part("id"))
                .map(id -> tokens.revoke(call.caller().person(), id));
        if (outcome.isPresent() && outcome.get() instanceof TokenOutcome.Refused refused) {
            return page(call, problem(refused).status(), Text.plain(refused.text()), "");
        }
        return outcome.isPresent() ? Reply.see("/tokens") : Reply.refused(Problem.notFound());
    }

    private Reply page(Call call, int status, String error, String secret) {
        List<TokenView> rows = tokens.list(call.caller().person()).stream().map(this::view).toList();
        return new Reply.Html(status, false, "tokens",
                Map.of("chrome", pages.chrome(call, "API tokens", "/tokens"), "rows", rows, "error", error,
                        "secret", secret, "longest", tokens.longest().toDays(), "manages",
                        TokenDesk.manages(call.caller().person())));
    }

    private TokenView view(ApiToken token) {
        return new TokenView(token.id().value(), Text.plain(token.title()), token.person().value(),
                String.join(", ", token.scopeCodes()), Moment.of(token.created()), Moment.of(token.expires()),
                token.lastUsed().map(Moment::of), state(token), token.live(time.instant()));
    }

    private static TokenScope scope(String text) {
        return TokenScope.parse(text)
                .orElseThrow(() -> Read.bad("scopes", "read, recordings, request, approve"));
    }

    private static PersonName person(String text) {
        return PersonName.parse(text).orElseThrow(() -> Read.bad("person", "a person's name"));
    }
}
