package io.sallyport.broker.session;

import io.sallyport.broker.audit.SessionEvent.SessionReevaluated;
import io.sallyport.policies.grant.RightsCodec;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * A {@link Judgement} that the journal holds.
 *
 * @param followedAt when the agent said that it holds; absent: it has not yet, or the session ended first
 */
public record PastJudgement(SessionReevaluated event, Optional<Instant> followedAt) {
    /** What became of it, in words. */
    public String what() {
        return switch (event.outcome()) {
            case Judgements.LESS -> (event.fields().isEmpty()
                    ? "keeps its rights"
                    : "loses " + String.join(", ", event.fields())) + ", ends at the latest "
                    + event.endsAt();
            case Judgements.AFTER_GRACE -> "not allowed any more, ends at the latest " + event.endsAt();
            default -> "not allowed any more, ended at once";
        };
    }

    /** For scripts. */
    public Json.Obj json() {
        return Json.object().put("at", event.at().toString()).put("outcome", event.outcome())
                .put("loses", Json.strings(event.fields())).put("ends", event.endsAt().toString())
                .put("policyBefore", event.oldPolicyHash()).put("policy", event.policyHash())
                .put("rules", Json.strings(event.rules().stream().map(RuleId::value).toList()))
                .put("failed", Json.strings(event.failed())).put("text", event.text())
                .put("followedAt", followedAt.map(Instant::toString)).build();
    }

    /** What the agent was, or is to be, told; empty when the session was ended at once. */
    Optional<NarrowOrder> order() {
        return event.epoch()
                .flatMap(epoch -> event.rights().map(rights -> new NarrowOrder(epoch,
                        RightsCodec.decode(rights), event.endsAt(), event.why().orElse(""),
                        event.policyHash(), event.text())));
    }
}
