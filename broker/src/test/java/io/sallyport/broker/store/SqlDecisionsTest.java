package io.sallyport.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.FakeClock;
import io.sallyport.broker.request.DecisionStore;
import io.sallyport.broker.request.StoredDecision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlDecisionsTest {
    private static final Instant AT = FakeClock.START;
    private final Database database = EmptyDatabase.open();
    private final SqlDecisions decisions = new SqlDecisions(database);

    @AfterEach
    void close() {
        database.close();
    }

    private void keep(long event, Instant at) {
        database.write(sql -> sql.run(
                "insert into policy_decision (event_index, decided_at, request) values (?, ?, 'r-aaaaaaaaaa')",
                event, at));
    }

    private static List<Long> events(List<StoredDecision> decisions) {
        return decisions.stream().map(StoredDecision::event).toList();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        keep(1, AT.minusMillis(1));
        keep(2, AT);
        keep(3, AT);
        keep(4, AT.plusMillis(1));
        keep(5, AT); // the clock was set back
        keep(6, AT.plusMillis(2));
        DecisionStore.After since = DecisionStore.After.since(AT);
        assertEquals(List.of(2L, 3L), events(decisions.next(since, 6, 2)));
        assertEquals(List.of(5L, 4L), events(decisions.next(new DecisionStore.After(AT, 3), 6, 2)));
        assertEquals(List.of(), events(decisions.next(new DecisionStore.After(AT.plusMillis(1), 4), 6, 2)));
        assertEquals(List.of(6L), events(decisions.next(new DecisionStore.After(AT.plusMillis(1), 4), 7, 2)));
        assertEquals(4, decisions.count(since, 6));
    }

    @Test
    void whatIsOlderThanAskedForIsNotEvenLookedAt() {
        for (int i = 0; i < 1000; i++) {
            keep(i, AT.plusSeconds(i));
        }
        for (String query : List.of(SqlDecisions.NEXT, SqlDecisions.COUNT)) {
            String filled = query.replace("limit ?", "limit 10").replace("event_index < ?",
                    "event_index < 1000").replace("event_index > ?", "event_index > 990")
                    .replace("?", "timestamp with time zone '2026-03-03 10:16:30+00'");
            String plan = database.read(sql -> sql.first("explain analyze " + filled,
                    row -> row.text("plan"))).orElseThrow().toLowerCase(Locale.ROOT);
            assertTrue(plan.matches("(?s).*scancount: ([0-9]|1[0-9])\\b.*"), plan);
        }
    }
}
