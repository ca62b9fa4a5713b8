package io.sallyport.policies.policy;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.yaml.Location;
import java.util.List;
import java.util.Locale;

/** Explanations inside a decision's JSON. */
final class ExplanationCodec {

    private ExplanationCodec() {}

    static Json.Obj encode(Explanation explanation) {
        return Json.object()
                .put("policy", explanation.policyHash())
                .put("time_zones", explanation.timeZones())
                .put("chosen", explanation.chosen().map(RuleId::value))
                .put("facts", explanation.facts().json())
                .put("rules", Json.array(explanation.traces().stream().map(ExplanationCodec::rule).toList()))
                .build();
    }

    static Explanation decode(Json.Obj json) {
        json.onlyFields("policy", "time_zones", "chosen", "facts", "rules");
        return new Explanation(Facts.parse(json.object("facts")), json.string("policy"),
                json.string("time_zones"), json.optionalString("chosen").map(RuleId::new),
                json.objects("rules").stream().map(ExplanationCodec::rule).toList());
    }

    private static Json.Obj rule(Trace trace) {
        return Json.object()
                .put("kind", trace.kind().text())
                .put("rule", trace.rule().value())
                .put("title", trace.title())
                .put("file", trace.at().file())
                .put("line", trace.at().line())
                .put("column", trace.at().column())
                .put("about_requester", trace.aboutRequester())
                .put("matches", trace.matches())
                .put("checks", Json.array(trace.checks().stream().map(ExplanationCodec::check).toList()))
                .build();
    }

    private static Trace rule(Json.Obj json) {
        json.onlyFields("kind", "rule", "title", "file", "line", "column", "about_requester", "matches",
                "checks");
        List<Check> checks = json.objects("checks").stream().map(ExplanationCodec::check).toList();
        Trace trace = new Trace(DecisionCodec.word(json, "kind", RuleKind.values(), RuleKind::text),
                new RuleId(json.string("rule")), json.string("title"),
                new Location(json.string("file"), Math.toIntExact(json.number("line")),
                        Math.toIntExact(json.number("column"))),
                json.bool("about_requester"), checks);
        if (trace.matches() != json.bool("matches")) {
            throw new JsonFormatException("field 'matches' contradicts the checks");
        }
        return trace;
    }

    private static Json.Obj check(Check check) {
        return Json.object()
                .put("field", check.field())
                .put("outcome", word(check.outcome()))
                .put("wanted", check.wanted())
                .put("actual", check.actual())
                .put("remedy", check.remedy())
                .build();
    }

    private static Check check(Json.Obj json) {
        json.onlyFields("field", "outcome", "wanted", "actual", "remedy");
        return new Check(json.string("field"),
                DecisionCodec.word(json, "outcome", Check.Outcome.values(), ExplanationCodec::word),
                json.string("wanted"), json.string("actual"), json.optionalString("remedy"));
    }

    private static String word(Check.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
