package io.sallyport.broker.request;

import io.sallyport.policies.json.Json;
import java.time.Instant;
import java.util.Optional;

/**
 * What was decided when somebody asked, as it is kept.
 *
 * @param event its place in the journal
 * @param request absent when it was refused: then there is no request
 * @param code why it was refused, one of {@link RequestOutcome.Reason}; absent when it was filed
 * @param decision {@code sallyport-decision/1} with all facts and no rules; absent when it was not policy that refused, and for
 *     requests from before decisions were kept
 */
public record StoredDecision(long event, Instant at, Optional<String> request, Optional<String> code,
        Optional<Json.Obj> decision) {

    /** Whether something else than policy refused, which no policy changes. */
    public boolean notByPolicy() {
        return decision.isEmpty()
                && code.filter(each -> !each.equals(RequestOutcome.Reason.POLICY.name())).isPresent();
    }
}
