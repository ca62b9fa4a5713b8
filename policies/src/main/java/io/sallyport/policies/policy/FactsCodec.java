package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Facts as JSON (docs/formats/policy.md). A fact that is not known is left out; one that is known to be absent is {@code "none"}. */
final class FactsCodec {
    static final String FORMAT = "sallyport-facts/1";
    private static final Json NONE = new Json.Str("none");

    private FactsCodec() {}

    static Json.Obj encode(Facts facts) {
        Facts.Requester requester = facts.requester();
        JsonBuilder json = Json.object().put("format", FORMAT)
                .put("person", requester.person().value())
                // A human is not mentioned: facts that were kept before there was anything else stay the
                // same.
                .put("kind", Optional.of(requester.kind()).filter(kind -> kind != PersonKind.HUMAN)
                        .map(PersonKind::code))
                .put("organisation", requester.organisation().value());
        requester.groups().ifPresent(groups -> json.put("groups",
                Json.strings(groups.stream().map(GroupName::value).sorted().toList())));
        json.put("mfa", requester.mfa().map(Mfa::text))
                .put("source", requester.source().map(address -> address.getHostAddress()))
                .put("target", facts.target().name().value())
                .put("labels", texts(facts.target().labels()))
                .put("owner", facts.target().owner().value())
                .put("login", facts.login().value())
                .putSeconds("at", facts.at())
                .putSeconds("asked", facts.asked());
        switch (facts.ticket()) {
            case Fact.Known<Ticket>(Ticket(String id, var fields)) ->
                json.put("ticket", Json.object().put("id", id).put("fields", texts(fields)));
            case Fact.Absent<Ticket> _ -> json.put("ticket", NONE);
            case Fact.Unknown<Ticket> _ -> {
            }
        }
        switch (facts.maintenance()) {
            case Fact.Known<Instant>(Instant end) -> json.putSeconds("maintenance_until", end);
            case Fact.Absent<Instant> _ -> json.put("maintenance_until", NONE);
            case Fact.Unknown<Instant> _ -> {
            }
        }
        return json.put("break_glass", facts.breakGlass())
                .put("named", facts.named().map(RuleId::value))
                .build();
    }

    static Facts decode(Json.Obj json) {
        try {
            return facts(json);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // Constructors name what is wrong and never repeat the value.
            throw new JsonFormatException("not facts: " + e.getMessage());
        }
    }

    private static Facts facts(Json.Obj json) {
        if (!json.string("format").equals(FORMAT)) {
            throw new JsonFormatException("field 'format' is not " + FORMAT);
        }
        json.onlyFields("format", "person", "kind", "organisation", "groups", "mfa", "source", "target",
                "labels",
                "owner", "login", "at", "asked", "ticket", "maintenance_until", "break_glass", "named");
        var requester = new Facts.Requester(new PersonName(json.string("person")),
                json.optionalString("kind").map(PersonKind::of).orElse(PersonKind.HUMAN),
                new OrganisationName(json.string("organisation")),
                json.optionalArray("groups").map(_ -> json.strings("groups").stream().map(GroupName::new)
                        .collect(Collectors.toSet())),
                json.optionalString("mfa").map(FactsCodec::mfa),
                json.optionalString("source").map(text -> Cidr.literal(text)
                        .orElseThrow(() -> new JsonFormatException("field 'source' is not an address"))));
        var target = new Facts.Target(new TargetName(json.string("target")), texts(json, "labels"),
                new GroupName(json.string("owner")));
        return new Facts(requester, target, new LoginName(json.string("login")),
                Instant.ofEpochSecond(json.number("at")), Duration.ofSeconds(json.number("asked")),
                ticket(json), maintenance(json), json.bool("break_glass"),
                json.optionalString("named").map(RuleId::new));
    }

    private static Fact<Ticket> ticket(Json.Obj json) {
        if (!json.has("ticket")) {
            return Fact.unknown();
        }
        if (NONE.equals(json.fields().get("ticket"))) {
            return Fact.absent();
        }
        Json.Obj ticket = json.object("ticket").onlyFields("id", "fields");
        return Fact.known(Ticket.of(ticket.string("id"), texts(ticket, "fields")));
    }

    private static Fact<Instant> maintenance(Json.Obj json) {
        if (!json.has("maintenance_until")) {
            return Fact.unknown();
        }
        return NONE.equals(json.fields().get("maintenance_until"))
                ? Fact.absent()
                : Fact.known(Instant.ofEpochSecond(json.number("maintenance_until")));
    }

    private static Mfa mfa(String text) {
        return List.of(Mfa.values()).stream().filter(level -> level.text().equals(text)).findFirst()
                .orElseThrow(() -> new JsonFormatException("field 'mfa' has an unknown value"));
    }

    private static Json.Obj texts(Map<String, String> map) {
        JsonBuilder json = Json.object();
        new TreeMap<>(map).forEach((name, value) -> json.put(name, value));
        return json.build();
    }

    private static Map<String, String> texts(Json.Obj json, String field) {
        Json.Obj object = json.object(field);
        Map<String, String> map = new TreeMap<>();
        object.fields().keySet().forEach(name -> map.put(name, object.string(name)));
        return map;
    }
}
