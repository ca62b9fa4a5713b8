package io.sallyport.broker.console;

import io.sallyport.broker.policy.Activation;
import io.sallyport.broker.policy.PolicyOutcome;
import io.sallyport.broker.policy.Proposal;
import io.sallyport.broker.policy.SecondPerson;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.List;

/** The policy over REST. */
final class ApiPolicy {
    private static final int EFFECTS_BYTES = 256 * 1024;
    private static final int HASH = 64;
    private final Policies policies;

    ApiPolicy(Policies policies) {
        this.policies = policies;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/policy", Access.GOVERNORS, this::show),
                Endpoint.post("/api/v1/policy/confirm", Access.GOVERNORS, this::confirm),
                Endpoint.post("/api/v1/policy/refuse", Access.GOVERNORS, this::refuse));
    }

    private Reply show(Call call) {
        return SecondPerson.maySee(call.caller().person())
                ? Reply.data(json())
                : Reply.refused(PolicyProblems.NOT_YOURS);
    }

    private Json.Obj json() {
        JsonBuilder json = Json.object().put("inForce", policies.inForce())
                .put("folder", policies.problems().isEmpty() ? "good" : "unusable");
        policies.proposal().ifPresent(waiting -> json.put("waiting", json(waiting)));
        return json.put("history",
                Json.array(policies.activations().reversed().stream().map(ApiPolicy::json).toList()))
                .build();
    }

    private Json.Obj json(Proposal waiting) {
        return Json.object().put("hash", waiting.hash()).put("at", waiting.at().toString())
                .put("commit", waiting.version().commit()).put("account", waiting.operatorUser())
                .put("changes", Json.strings(waiting.changes().lines()))
                .put("effects", policies.effects(waiting).json(EFFECTS_BYTES)).build();
    }

    private static Json.Obj json(Activation activation) {
        return Json.object().put("hash", activation.hash()).put("at", activation.at().toString())
                .put("commit", activation.commit()).put("by", activation.by().value())
                .put("account", activation.operatorUser()).build();
    }

    private Reply confirm(Call call) {
        String hash = Read.text("hash", call.json().onlyFields("hash").string("hash"), HASH);
        return PolicyProblems.answered(() -> policies.confirm(call.caller().person(), hash), this::now);
    }

    private Reply refuse(Call call) {
        Json.Obj body = call.json().onlyFields("hash", "reason");
        String hash = Read.text("hash", body.string("hash"), HASH);
        String reason = Read.text("reason", body.optionalString("reason").orElse(""), Read.TEXT);
        return PolicyProblems.answered(() -> policies.refuse(call.caller().person(), hash, reason),
                this::now);
    }

    private Reply now(PolicyOutcome outcome) {
        return Reply.data(json());
    }
}
