package io.sallyport.broker.console;

import io.sallyport.broker.identity.OfferedKey;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.keys.KeyForm;
import io.sallyport.broker.keys.KeyOutcome;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.keys.KeySettingsReader;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One's own keys, and those of others that want a yes, as a page and over REST. */
final class KeyRoutes {
    private static final int DAYS = 8;
    private static final int FINGERPRINT = 60;

    private final KeyBook book;
    private final Pages pages;
    private final InstantSource time;

    KeyRoutes(KeyBook book, Pages pages, InstantSource time) {
        this.book = book;
        this.pages = pages;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/keys", Access.SIGNED_IN, call -> page(call, 200, "")),
                Endpoint.post("/keys", Access.SIGNED_IN, call -> seen(call, added(call, call
                        .requiredField("key", OfferedKey.LONGEST), call.field("days", DAYS)))),
                Endpoint.post("/keys/end", Access.SIGNED_IN,
                        call -> seen(call, book.end(call.caller().person(),
                                fingerprint(call.requiredField("key", FINGERPRINT)),
                                call.field("sure", 5).isPresent()))),
                Endpoint.post("/keys/:id/approve", Access.SIGNED_IN, call -> seen(call, decided(call, true))),
                Endpoint.post("/keys/:id/deny", Access.SIGNED_IN, call -> seen(call, decided(call, false))),
                Endpoint.get("/api/v1/keys", Access.SIGNED_IN, this::list),
                Endpoint.post("/api/v1/keys", Access.SIGNED_IN, this::add),
                Endpoint.post("/api/v1/keys/end", Access.SIGNED_IN, this::end),
                Endpoint.post("/api/v1/keys/:id/approve", Access.SIGNED_IN,
                        call -> answer(decided(call, true), 200)),
                Endpoint.post("/api/v1/keys/:id/deny", Access.SIGNED_IN,
                        call -> answer(decided(call, false), 200)));
    }

    private KeyOutcome decided(Call call, boolean yes) {
        return book.decide(call.caller().person(), call.part("id"), yes);
    }

    private KeyOutcome added(Call call, String line, Optional<String> days) {
        Optional<Duration> lifetime = days.map(text -> KeySettingsReader.days(text)
                .orElseThrow(() -> Read.bad("days", "whole days such as 365d")));
        boolean fresh = call.caller().session().assurance().covers(Mfa.OTP, KeyDesk.RECENT, time.instant());
        return book.add(call.caller().person(), new KeyForm(line, lifetime,
                fresh ? call.caller().session().assurance().level() : Mfa.NONE));
    }

    private Reply list(Call call) {
        Person person = call.caller().person();
        return Reply.data(Json.object()
                .put("keys", Json.array(book.own(person).stream().map(KeyRoutes::json).toList()))
                .put("waiting", Json.array(book.waiting(person).stream()
                        .map(each -> (Json) Json.object().put("id", each.id())
                                .put("person", each.person().value())
                                .put("fingerprint", each.fingerprint().value())
                                .put("days", each.lifetime().toDays()).build())
                        .toList()))
                .build());
    }

    static Json json(RegisteredKey key) {
        return Json.object().put("fingerprint", key.fingerprint().value()).put("line", key.line())
                .put("origin", key.origin().code()).put("since", key.since().toString())
                .put("lastUsed", key.lastUsed().map(Instant::toString))
                .put("expires", key.expires().map(Instant::toString)).build();
    }

    private Reply add(Call call) {
        Json.Obj body = call.json().onlyFields("key", "for");
        return answer(added(call, Read.text("key", body.string("key"), OfferedKey.LONGEST),
                body.optionalString("for")), 201);
    }

    private Reply end(Call call) {
        Json.Obj body = call.json().onlyFields("key", "sure");
        return answer(book.end(call.caller().person(), fingerprint(body.string("key")),
                body.optionalBool("sure").orElse(false)), 200);
    }

    static KeyFingerprint fingerprint(String text) {
        return KeyFingerprint.parse(text).orElseThrow(() -> Read.bad("key", "a fingerprint"));
    }

    static Reply answer(KeyOutcome outcome, int status) {
        return switch (outcome) {
            case KeyOutcome.Added(KeyFingerprint key, Instant expires, var _) -> new Reply.Data(status,
                    Json.object().put("added", key.value()).put("expires", expires.toString()).build());
            case KeyOutcome.Waits(KeyProposal proposal) -> new Reply.Data(202,
                    Json.object().put("waits", proposal.id()).build());
            case KeyOutcome.Ends(KeyFingerprint key, Instant at) -> new Reply.Data(status,
                    Json.object().put("ends", key.value()).put("at", at.toString()).build());
            case KeyOutcome.Dropped(KeyProposal proposal) -> new Reply.Data(status,
                    Json.object().put("dropped", proposal.id()).build());
            case KeyOutcome.Refused refused -> Reply.refused(Problem.of(status(refused),
                    refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused",
                    Text.plain(refused.text())));
        };
    }

    static int status(KeyOutcome.Refused refused) {
        return switch (refused.reason()) {
            case BAD_KEY -> 400;
            case TOO_LONG -> 422;
            case PROOF_NEEDED, NOT_ALLOWED -> 403;
            case UNKNOWN -> 404;
            case TAKEN, TOO_MANY, ELSEWHERE, LAST -> 409;
        };
    }

    private Reply seen(Call call, KeyOutcome outcome) {
        return outcome instanceof KeyOutcome.Refused refused
                ? page(call, status(refused), Text.plain(refused.text()))
                : Reply.see("/keys");
    }

    private Reply page(Call call, int status, String error) {
        Person viewer = call.caller().person();
        List<KeyRow> rows = book.own(viewer).stream().map(KeyRoutes::row).toList();
        List<WaitingKey> waiting = book.waiting(viewer).stream()
                .map(each -> new WaitingKey(each.id(), each.person().value(), each.fingerprint().value(),
                        each.lifetime().toDays(), each.person().equals(viewer.name())))
                .toList();
        return new Reply.Html(status, false, "keys",
                Map.of("chrome", pages.chrome(call, "Keys", "/keys"), "rows", rows, "waiting", waiting,
                        "error", error, "administers", administers(viewer)));
    }

    static KeyRow row(RegisteredKey key) {
        return new KeyRow(key.fingerprint().value(), key.line().split(" ", 2)[0], switch (key.origin()) {
            case FILE -> "directory file";
            case SALLYPORT -> "added here";
            case KEYCLOAK -> "Keycloak";
        }, day(key.since()), key.lastUsed().map(KeyRoutes::day).orElse("never"),
                key.expires().map(KeyRoutes::day).orElse("-"), key.origin() == Origin.SALLYPORT);
    }

    private static boolean administers(Person person) {
        return person.internal() && person.is(Role.ADMINISTRATOR);
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }
}
