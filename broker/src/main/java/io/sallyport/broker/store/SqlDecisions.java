package io.sallyport.broker.store;

import io.sallyport.broker.request.DecisionStore;
import io.sallyport.broker.request.StoredDecision;
import io.sallyport.policies.json.JsonParser;
import java.sql.SQLException;
import java.util.List;

/** Decisions as the projection has them. */
public final class SqlDecisions implements DecisionStore {
    private static final int BODY = 64 * 1024;
    private static final int DEPTH = 12;

    private final Database database;

    public SqlDecisions(Database database) {
        this.database = database;
    }

    // The first condition says where the index is entered, the second leaves out those of that instant.
    private static final String PLACE = " where decided_at >= ? and (decided_at > ? or event_index > ?) and event_index < ?";
    static final String NEXT = "select event_index, decided_at, request, code, body from policy_decision"
            + PLACE
            + " order by decided_at, event_index limit ?";
    static final String COUNT = "select count(*) as decisions from policy_decision" + PLACE;

    @Override
    public List<StoredDecision> next(After after, long until, int limit) {
        return database.read(sql -> sql.list(NEXT, SqlDecisions::stored, after.at(), after.at(),
                after.event(), until, limit));
    }

    @Override
    public long count(After after, long until) {
        return database.read(sql -> sql.first(COUNT, row -> row.number("decisions"), after.at(), after.at(),
                after.event(), until)).orElse(0L);
    }

    private static StoredDecision stored(Row row) throws SQLException {
        return new StoredDecision(row.number("event_index"), row.instant("decided_at"),
                row.optionalText("request"), row.optionalText("code"),
                row.optionalText("body").map(text -> JsonParser.parseObject(text, BODY, DEPTH)));
    }
}
