package io.sallyport.broker.commands;

import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.token.ApiToken;
import io.sallyport.broker.token.TokenForm;
import io.sallyport.broker.token.TokenId;
import io.sallyport.broker.token.TokenOutcome;
import io.sallyport.broker.token.TokenScope;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokens}: API tokens; {@code create} and {@code revoke}. */
@Command(footer = {"", "Examples:", "  ssh gw tokens",
        "  ssh gw tokens create nightly-report --scope read --days 30",
        "  ssh gw tokens revoke t-abcdefghij", "",
        "The token is printed once. It goes into the header \"Authorization: Bearer ...\" and never into an address:",
        "one that is found in a query string is revoked. The scopes recordings and approve, and tokens of service",
        "accounts, need a second factor: make them in the console, signed in with one."})
final class TokensCommand implements GatewayCommand {
    private static final List<String> HEAD = List.of("TOKEN", "STATE", "FOR", "SCOPES", "UNTIL", "LAST USED",
            "NAME");

    private final Call call;

    @Parameters(index = "0", paramLabel = "list|create|revoke", arity = "0..1", description = "what to do; without it: list")
    private Optional<String> verb = Optional.empty();
    @Parameters(index = "1", paramLabel = "NAME|ID", arity = "0..1", description = "what the new token is for, or which one to revoke")
    private Optional<String> what = Optional.empty();
    @Option(names = "--scope", paramLabel = "SCOPE", split = ",", description = "read, request, recordings, approve; may be repeated")
    private List<String> scopes = List.of();
    @Option(names = "--days", paramLabel = "N", description = "how long it lives (default: as long as is allowed)")
    private Optional<Integer> days = Optional.empty();
    @Option(names = "--person", paramLabel = "NAME", description = "the service account it is for")
    private Optional<String> person = Optional.empty();

    TokensCommand(Call call) {
        this.call = call;
    }

    @Override
    public int run() {
        return switch (verb.orElse("list")) {
            case "list" -> what.isEmpty() ? list() : usage();
            case "create" -> what.isPresent() ? create(what.get()) : usage();
            case "revoke" -> what.flatMap(TokenId::parse)
                    .map(id -> said(call.desks().tokens().revoke(call.person(), id)))
                    .orElseGet(() -> call.say()
                            .usage("ssh gw tokens revoke ID, with an id as ssh gw tokens shows it."));
            default -> usage();
        };
    }

    private int usage() {
        return call.say().usage(
                "ssh gw tokens, or: create NAME --scope SCOPE[,SCOPE] [--days N], or: revoke ID");
    }

    private int list() {
        List<ApiToken> all = call.desks().tokens().list(call.person());
        if (call.say().json()) {
            return call.say().json(Json.array(all.stream().map(token -> json(token).build()).toList()));
        }
        if (all.isEmpty()) {
            return call.say().done("There are no tokens.");
        }
        call.say().table(HEAD, all.stream().map(this::row).toList());
        return Say.DONE;
    }

    private int create(String title) {
        Set<TokenScope> wanted = new HashSet<>();
        for (String text : scopes) {
            Optional<TokenScope> scope = TokenScope.parse(text);
            if (scope.isEmpty()) {
                return call.say().usage("--scope takes read, request, recordings or approve.");
            }
            wanted.add(scope.get());
        }
        if (days.filter(count -> count < 1).isPresent()) {
            return call.say().usage("--days takes a number from 1.");
        }
        Optional<PersonName> owner = person.flatMap(PersonName::parse);
        if (person.isPresent() && owner.isEmpty()) {
            return call.say().usage("--person takes a name.");
        }
        // The key was proven for this very command, and more than it not long ago.
        Assurance proof = new Assurance(call.shownLately(), call.desks().time().instant());
        return said(call.desks().tokens().make(call.person(), proof,
                new TokenForm(title, wanted, days.map(Duration::ofDays), owner)));
    }

    private int said(TokenOutcome outcome) {
        return switch (outcome) {
            case TokenOutcome.Made made -> {
                if (call.say().json()) {
                    yield call.say().json(json(made.token()).put("secret", made.secret().reveal()).build());
                }
                call.say().line(made.secret().reveal());
                yield call.say().done(made.token().id() + ": shown once, good until "
                        + Times.shown(made.token().expires()) + ".");
            }
            case TokenOutcome.Revoked revoked -> call.say().json()
                    ? call.say().json(json(revoked.token()).build())
                    : call.say().done(revoked.token().id() + ": revoked.");
            case TokenOutcome.Refused(TokenOutcome.Reason why, String text) ->
                why == TokenOutcome.Reason.BAD_TOKEN ? call.say().usage(text) : call.say().refused(text);
        };
    }

    private JsonBuilder json(ApiToken token) {
        return Json.object().put("token", token.id().value()).put("state", state(token))
                .put("person", token.person().value()).put("title", token.title())
                .put("scopes", Json.strings(token.scopeCodes())).put("creator", token.creator().value())
                .put("created", token.created().toString()).put("expires", token.expires().toString())
                .put("lastUsed", token.lastUsed().map(Instant::toString))
                .put("revoked", token.revoked().map(Instant::toString));
    }

    private List<String> row(ApiToken token) {
        return List.of(token.id().value(), state(token), token.person().value(),
                String.join(",", token.scopeCodes()), Times.shown(token.expires()),
                token.lastUsed().map(Times::shown).orElse("never"), token.title());
    }

    private String state(ApiToken token) {
        return token.live(call.desks().time().instant())
                ? "live"
                : token.revoked().isPresent() ? "revoked" : "expired";
    }
}
