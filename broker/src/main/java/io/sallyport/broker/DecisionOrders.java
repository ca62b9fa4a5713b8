package io.sallyport.broker;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.request.ActivePolicy;
import io.sallyport.broker.request.DecisionStore;
import io.sallyport.policies.json.Json;
import java.util.Optional;

/** Hands the operator what was decided, page by page, so that it can be decided again elsewhere. Blocking; safe for many threads. */
final class DecisionOrders {
    /** As many small ones as a frame holds, and few enough large ones to keep in memory. */
    private static final int ROWS = 64;

    private final DecisionStore decisions;
    private final ActivePolicy policy;
    private final AuditTrail trail;

    DecisionOrders(DecisionStore decisions, ActivePolicy policy, AuditTrail trail) {
        this.decisions = decisions;
        this.policy = policy;
        this.trail = trail;
    }

    /** Answers a {@link DecisionPage.Question} with a {@link DecisionPage}. */
    Json.Obj page(Json.Obj order) {
        DecisionPage.Question question = DecisionPage.Question.parse(order);
        // What is filed while pages are read is left out: the end would run away else.
        long until = question.until().orElseGet(trail::size);
        Optional<Long> total = question.until().isPresent()
                ? Optional.empty()
                : Optional.of(decisions.count(question.after(), until));
        return DecisionPage.of(policy.current().hash(), until, total,
                decisions.next(question.after(), until, ROWS)).json().build();
    }
}
