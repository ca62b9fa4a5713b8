package io.sallyport.broker.session;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.Brief;
import io.sallyport.broker.audit.SessionEvent.SessionReevaluated;
import io.sallyport.broker.request.Cause;
import io.sallyport.policies.grant.RightsCodec;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.SessionId;
import io.sallyport.wire.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Judgements as the journal keeps them. Pure. */
final class Judgements {
    static final String LESS = "less";
    static final String AFTER_GRACE = "after-grace";
    static final String TERMINATE_NOW = "terminate-now";
    private static final int CHECKS = 20;
    private static final int CHECK = 300;
    private static final int RULES = 20;

    private Judgements() {}

    static SessionReevaluated event(Instant at, SessionId id, Judgement.Less less) {
        NarrowOrder order = less.order();
        return new SessionReevaluated(at, Actor.SYSTEM, id, less.grace() ? AFTER_GRACE : LESS,
                Optional.of(order.epoch()), less.oldHash(), order.policyHash(), rules(less.cause()),
                failed(less.cause()), less.fields(), Optional.of(RightsCodec.encode(order.rights())),
                order.end(), Optional.of(Brief.text(order.why(), Limits.NARROW_WHY)),
                Brief.text(order.text(), Limits.NARROW_TEXT));
    }

    static SessionReevaluated event(Instant at, SessionId id, Judgement.End end) {
        return new SessionReevaluated(at, Actor.SYSTEM, id, TERMINATE_NOW, Optional.empty(), end.oldHash(),
                end.cause().policyHash(), rules(end.cause()), failed(end.cause()), List.of("end"),
                Optional.empty(), at, Optional.empty(),
                Brief.text(end.cause().text(), Limits.NARROW_TEXT));
    }

    private static List<RuleId> rules(Cause cause) {
        return cause.rules().stream().limit(RULES).toList();
    }

    private static List<String> failed(Cause cause) {
        return Brief.lines(cause.failed(), CHECKS, CHECK);
    }
}
