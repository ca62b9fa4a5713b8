package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.RightsCodec;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Decisions as JSON (docs/formats/policy.md). */
final class DecisionCodec {
    static final String FORMAT = "sallyport-decision/1";

    private DecisionCodec() {}

    static Json.Obj encode(Decision decision) {
        var json = Json.object().put("format", FORMAT);
        return switch (decision) {
            case Decision.Allowed allowed -> json.put("decision", "allow")
                    .put("rule", allowed.rule().value())
                    .put("kind", allowed.kind().text())
                    .put("approval", ApprovalCodec.encode(allowed.approval()))
                    .put("before", ApprovalCodec.slots(allowed.before()))
                    .putSeconds("max", allowed.max())
                    .putSeconds("end", allowed.end())
                    .put("end_reason", allowed.endReason())
                    .put("rights", RightsCodec.encode(allowed.rights()))
                    .put("requires", Json.strings(allowed.requires().stream().map(RuleId::value).toList()))
                    .put("explanation", ExplanationCodec.encode(allowed.explanation()))
                    .build();
            case Decision.Denied denied -> json.put("decision", "deny")
                    .put("rule", denied.rule().map(RuleId::value))
                    .put("reason", denied.reason())
                    .put("running", denied.running().text())
                    .put("explanation", ExplanationCodec.encode(denied.explanation()))
                    .build();
        };
    }

    static Decision decode(Json.Obj json) {
        try {
            if (!json.string("format").equals(FORMAT)) {
                throw new JsonFormatException("field 'format' is not " + FORMAT);
            }
            return switch (json.string("decision")) {
                case "allow" -> allowed(json);
                case "deny" -> denied(json);
                default -> throw new JsonFormatException("field 'decision' is neither allow nor deny");
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new JsonFormatException("not a decision: " + e.getMessage());
        }
    }

    private static Decision allowed(Json.Obj json) {
        json.onlyFields("format", "decision", "rule", "kind", "approval", "before", "max", "end",
                "end_reason", "rights", "requires", "explanation");
        return new Decision.Allowed(new RuleId(json.string("rule")),
                word(json, "kind", Grant.Kind.values(), Grant.Kind::text),
                ApprovalCodec.decode(json.object("approval")), ApprovalCodec.slots(json, "before"),
                Duration.ofSeconds(json.number("max")), Instant.ofEpochSecond(json.number("end")),
                json.string("end_reason"), RightsCodec.decode(json.object("rights")), ids(json, "requires"),
                ExplanationCodec.decode(json.object("explanation")));
    }

    private static Decision denied(Json.Obj json) {
        json.onlyFields("format", "decision", "rule", "reason", "running", "explanation");
        return new Decision.Denied(json.optionalString("rule").map(RuleId::new), json.string("reason"),
                word(json, "running", Running.values(), Running::text),
                ExplanationCodec.decode(json.object("explanation")));
    }

    private static List<RuleId> ids(Json.Obj json, String field) {
        return json.strings(field).stream().map(RuleId::new).toList();
    }

    static <E> E word(Json.Obj json, String field, E[] values, Function<E, String> text) {
        String word = json.string(field);
        return Arrays.stream(values).filter(value -> text.apply(value).equals(word)).findFirst()
                .orElseThrow(() -> new JsonFormatException("field '" + field + "' has an unknown value"));
    }
}
