package io.sallyport.broker;

import io.sallyport.broker.request.DecisionStore;
import io.sallyport.broker.request.StoredDecision;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.wire.Limits;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Some of the stored decisions, as many as a frame holds; none when there are no more.
 *
 * @param inForce hash of the policy in force when it was made
 * @param until as in the question; the journal's size where that named none
 * @param total how many there are in all; only in the first page
 */
record DecisionPage(String inForce, long until, Optional<Long> total, List<StoredDecision> decisions) {
    static final String ORDER = "policy-decisions";
    /** Room for all but the decisions. */
    private static final int MOST_BYTES = Limits.FRAME_BYTES - 1024;

    /**
     * Which page.
     *
     * @param until index of the journal's first event that is left out; absent in the first question
     */
    record Question(DecisionStore.After after, Optional<Long> until) {
        Json.Obj json() {
            JsonBuilder json = Json.object().put("order", ORDER).put("after", after.at().toString())
                    .put("after_event", after.event());
            until.ifPresent(index -> json.put("until", index));
            return json.build();
        }

        static Question parse(Json.Obj json) {
            json.onlyFields("order", "after", "after_event", "until");
            return new Question(
                    new DecisionStore.After(instant(json, "after"), json.number("after_event")),
                    json.optionalNumber("until"));
        }
    }

    DecisionPage {
        decisions = List.copyOf(decisions);
    }

    /** Takes as many as fit. One that does not fit by itself goes without its decision. */
    static DecisionPage of(String inForce, long until, Optional<Long> total, List<StoredDecision> next) {
        List<StoredDecision> fit = new ArrayList<>();
        int bytes = 0;
        for (StoredDecision each : next) {
            int size = json(each).canonical().length + 1;
            StoredDecision small = size <= MOST_BYTES
                    ? each
                    : new StoredDecision(each.event(), each.at(), each.request(), each.code(),
                            Optional.empty());
            bytes += Math.min(size, MOST_BYTES);
            if (bytes > MOST_BYTES) {
                break;
            }
            fit.add(small);
        }
        return new DecisionPage(inForce, until, total, fit);
    }

    JsonBuilder json() {
        JsonBuilder json = PolicyOrders.answer(true, List.of()).put("in_force", inForce).put("until", until);
        total.ifPresent(count -> json.put("total", count));
        return json.put("decisions", Json.array(decisions.stream().map(DecisionPage::json).toList()));
    }

    /** @throws JsonFormatException it is no page */
    static DecisionPage parse(Json.Obj json) {
        return new DecisionPage(json.string("in_force"), json.number("until"), json.optionalNumber("total"),
                json.objects("decisions").stream().map(DecisionPage::stored).toList());
    }

    private static Json.Obj json(StoredDecision stored) {
        JsonBuilder json = Json.object().put("event", stored.event()).put("at", stored.at().toString())
                .put("request", stored.request()).put("code", stored.code());
        stored.decision().ifPresent(decision -> json.put("decision", decision));
        return json.build();
    }

    private static StoredDecision stored(Json.Obj json) {
        return new StoredDecision(json.number("event"), instant(json, "at"), json.optionalString("request"),
                json.optionalString("code"), json.optionalObject("decision"));
    }

    private static Instant instant(Json.Obj json, String field) {
        try {
            return Instant.parse(json.string(field));
        } catch (DateTimeException e) {
            throw new JsonFormatException("field '" + field + "' is not a time");
        }
    }
}
