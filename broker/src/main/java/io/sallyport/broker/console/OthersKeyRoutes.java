package io.sallyport.broker.console;

import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.keys.KeyOutcome;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Somebody else's keys, for administrators of the company, as a page and over REST. To everybody else nobody has any. */
final class OthersKeyRoutes {
    private static final String HOME = "/keys";
    private static final int NAME = 64;
    private static final int FINGERPRINT = 60;

    private final KeyBook book;
    private final Confirmations confirmations;
    private final Pages pages;
    private final InstantSource time;

    OthersKeyRoutes(KeyBook book, Confirmations confirmations, Pages pages, InstantSource time) {
        this.book = book;
        this.confirmations = confirmations;
        this.pages = pages;
        this.time = time;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(HOME + "/of", Access.SIGNED_IN,
                        call -> theirs(call, call.query("person", NAME), (whose, keys) -> page(call, whose,
                                keys, 200, ""))),
                Endpoint.post(HOME + "/of/end", Access.SIGNED_IN,
                        call -> theirs(call, call.field("person", NAME), (whose, keys) -> end(call, whose,
                                keys))),
                Endpoint.get("/api/v1/people/:name/keys", Access.SIGNED_IN,
                        call -> theirs(call, Optional.of(call.part("name")), (_, keys) -> list(keys))),
                Endpoint.post("/api/v1/people/:name/keys/end", Access.SIGNED_IN,
                        call -> theirs(call, Optional.of(call.part("name")), (whose, _) -> endByApi(call,
                                whose))));
    }

    private Reply theirs(Call call, Optional<String> name,
            BiFunction<PersonName, List<RegisteredKey>, Reply> then) {
        Optional<PersonName> whose = name.flatMap(PersonName::parse);
        Optional<List<RegisteredKey>> keys = whose
                .flatMap(person -> book.of(call.caller().person(), person));
        return keys.map(found -> then.apply(whose.orElseThrow(), found))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply page(Call call, PersonName whose, List<RegisteredKey> keys, int status, String error) {
        return new Reply.Html(status, false, "otherskeys",
                Map.of("chrome", pages.chrome(call, "Keys of " + whose, HOME).withBack(HOME, "Keys"),
                        "person", whose.value(), "rows", keys.stream().map(KeyRoutes::row).toList(), "error",
                        error, "raise", raise(call)));
    }

    // Empty where the proof is fresh enough, so that nothing is offered that is not needed.
    private String raise(Call call) {
        return shown(call).atLeast(Mfa.OTP) ? "" : confirmations.raise(Mfa.OTP, HOME).orElse("");
    }

    private Mfa shown(Call call) {
        return call.caller().session().assurance().covers(Mfa.OTP, KeyDesk.RECENT, time.instant())
                ? call.caller().session().assurance().level()
                : Mfa.NONE;
    }

    private Reply end(Call call, PersonName whose, List<RegisteredKey> keys) {
        KeyFingerprint key = KeyRoutes.fingerprint(call.requiredField("key", FINGERPRINT));
        if (call.field("sure", 5).isEmpty()) {
            return ask(call, whose, keys, key);
        }
        KeyOutcome outcome = book.endOf(call.caller().person(), whose, key, shown(call), true);
        return outcome instanceof KeyOutcome.Refused refused
                ? page(call, whose, keys, KeyRoutes.status(refused), Text.plain(refused.text()))
                : Reply.see(HOME + "/of?person=" + whose);
    }

    private Reply ask(Call call, PersonName whose, List<RegisteredKey> keys, KeyFingerprint key) {
        boolean only = keys.stream()
                .noneMatch(each -> !each.fingerprint().equals(key) && each.good(time.instant()));
        return keys.stream().filter(each -> each.fingerprint().equals(key)).findFirst()
                .<Reply>map(found -> Reply.page("otherskeysure",
                        Map.of("chrome",
                                pages.chrome(call, "End a key of " + whose, HOME)
                                        .withBack(HOME + "/of?person=" + whose, "Keys of " + whose),
                                "person", whose.value(), "key", KeyRoutes.row(found), "only", only)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private static Reply list(List<RegisteredKey> keys) {
        return Reply.data(
                Json.object().put("keys", Json.array(keys.stream().map(KeyRoutes::json).toList())).build());
    }

    private Reply endByApi(Call call, PersonName whose) {
        Json.Obj body = call.json().onlyFields("key", "sure");
        return KeyRoutes.answer(book.endOf(call.caller().person(), whose,
                KeyRoutes.fingerprint(body.string("key")), shown(call),
                body.optionalBool("sure").orElse(false)), 200);
    }
}
