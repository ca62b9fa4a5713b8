package io.sallyport.broker.store;

import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.EventCodec;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** How off-boarding changes the tables. What it takes from people has events, and tables, of its own. */
final class DepartureTables {
    private DepartureTables() {}

    private static final String ORDERED = "insert into departure (id, kind, subject, place, ordered_at, body) values (?, ?, ?, ?, ?, ?)";
    private static final String LISTED = "insert into departure_person (departure, person, place, body) values (?, ?, ?, ?)";
    private static final String ACCOUNT = """
            update departure_person set account_state = ?, account_directory = ?, account_at = ?
            where departure = ? and person = ? and account_state is null""";
    private static final String COMPLETED = "update departure set completed_at = ?, proof = ? where id = ? and completed_at is null";
    private static final String UNDONE = "update departure set undone_at = ?, undone_by = ?, undone_reason = ? where id = ? and undone_at is null";

    static void apply(Sql sql, long index, DepartureEvent event) throws SQLException {
        switch (event) {
            case DepartureEvent.DepartureOrdered e -> sql.run(ORDERED, e.departure(), e.kind(), e.subject(),
                    index, e.at(), body(e));
            case DepartureEvent.DepartureListed e ->
                sql.run(LISTED, e.departure(), e.person(), index, body(e));
            case DepartureEvent.DepartureAccount e -> require(
                    sql.run(ACCOUNT, e.state(), e.directory(), e.at(), e.departure(), e.person()),
                    "the account is settled already");
            case DepartureEvent.DepartureCompleted e -> require(
                    sql.run(COMPLETED, e.at(), e.proof(), e.departure()), "the departure is complete");
            case DepartureEvent.DepartureUndone e -> require(
                    sql.run(UNDONE, e.at(), e.actor(), e.reason(), e.departure()), "it was undone already");
        }
    }

    private static String body(Event event) {
        return new String(EventCodec.encode(event), StandardCharsets.UTF_8);
    }

    private static void require(int changed, String otherwise) throws SQLException {
        if (changed != 1) {
            throw new SQLException(otherwise);
        }
    }
}
