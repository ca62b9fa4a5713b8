package io.sallyport.broker.store;

import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the decisions of requests get into their table, without the checks of each rule: facts and answer are enough to compare. */
final class DecisionTables {
    private DecisionTables() {}

    private static final String KEEP = "insert into policy_decision (event_index, decided_at, request, code, body) values (?, ?, ?, ?, ?)";

    static void filed(Sql sql, long index, RequestEvent.RequestFiled e) throws SQLException {
        keep(sql, index, e.at(), Optional.of(e.request().value()), Optional.empty(), e.decision());
    }

    static void refused(Sql sql, long index, RequestEvent.RequestRefused e) throws SQLException {
        keep(sql, index, e.at(), Optional.empty(), Optional.of(e.code()), e.decision());
    }

    private static void keep(Sql sql, long index, Instant at, Optional<String> request, Optional<String> code,
            Optional<Json.Obj> decision) throws SQLException {
        sql.run(KEEP, index, at, request, code, decision.map(each -> without(each).text()));
    }

    // As JSON, not as a decision: one that this version can't read must not stop a replay of the
    // journal.
    private static Json.Obj without(Json.Obj decision) {
        return replaced(decision, "explanation", explanation -> explanation instanceof Json.Obj object
                ? replaced(object, "rules", _ -> Json.array(List.of()))
                : explanation);
    }

    private interface Change {
        Json of(Json value);
    }

    private static Json.Obj replaced(Json.Obj object, String field, Change change) {
        JsonBuilder kept = Json.object();
        object.fields()
                .forEach((name, value) -> kept.put(name, name.equals(field) ? change.of(value) : value));
        return kept.build();
    }
}
