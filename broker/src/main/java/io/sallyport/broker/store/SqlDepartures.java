package io.sallyport.broker.store;

import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.EventCodec;
import io.sallyport.broker.audit.EventFormatException;
import io.sallyport.broker.departure.Departure;
import io.sallyport.broker.departure.DepartureId;
import io.sallyport.broker.departure.DepartureStore;
import io.sallyport.broker.departure.Kind;
import io.sallyport.broker.departure.Leaver;
import io.sallyport.policies.id.PersonName;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Off-boardings as the projection has them. */
public final class SqlDepartures implements DepartureStore {
    private record Stored(DepartureEvent.DepartureOrdered order, long place,
            Optional<Departure.Completion> completion, Optional<Departure.Undoing> undoing) {}

    private final Database database;

    public SqlDepartures(Database database) {
        this.database = database;
    }

    private static final String COLUMNS = "select place, body, completed_at, proof, undone_at, undone_by, undone_reason from departure";

    @Override
    public Optional<Departure> departure(DepartureId id) {
        return database.read(sql -> list(sql, COLUMNS + " where id = ?", id)).stream().findFirst();
    }

    private static final String UNSETTLED = "select person from departure_person where departure = ? and person = ? and account_state is null";

    @Override
    public boolean unsettled(DepartureId id, PersonName person) {
        return !database.read(sql -> sql.list(UNSETTLED, row -> row.text("person"), id, person)).isEmpty();
    }

    @Override
    public List<Departure> newest(int limit) {
        return database.read(sql -> list(sql, COLUMNS + " order by place desc limit ?", limit));
    }

    @Override
    public List<Departure> open() {
        return database.read(sql -> list(sql, COLUMNS + " where completed_at is null order by place"));
    }

    @Override
    public Optional<Departure> latest(Kind kind, String subject) {
        return database.read(sql -> list(sql,
                COLUMNS + " where kind = ? and subject = ? order by place desc limit 1", kind.code(),
                subject)).stream().findFirst();
    }

    private static List<Departure> list(Sql sql, String query, Object... arguments) throws SQLException {
        List<Departure> all = new ArrayList<>();
        for (Stored each : sql.list(query, SqlDepartures::stored, arguments)) {
            DepartureEvent.DepartureOrdered order = each.order();
            all.add(new Departure(new DepartureId(order.departure()),
                    Kind.parse(order.kind()).orElseThrow(() -> new SQLException("unknown kind")),
                    order.subject(), order.reason(), order.engagements(), order.actor(),
                    order.operatorUser(), order.at(), each.place(), leavers(sql, order.departure()),
                    each.completion(), each.undoing()));
        }
        return all;
    }

    private static Stored stored(Row row) throws SQLException {
        Optional<Departure.Completion> completion = row.optionalInstant("completed_at").isPresent()
                ? Optional.of(new Departure.Completion(row.instant("completed_at"), row.text("proof")))
                : Optional.empty();
        Optional<Departure.Undoing> undoing = row.optionalInstant("undone_at").isPresent()
                ? Optional.of(new Departure.Undoing(row.instant("undone_at"), row.text("undone_by"),
                        row.text("undone_reason")))
                : Optional.empty();
        return new Stored((DepartureEvent.DepartureOrdered) event(row.text("body")), row.number("place"),
                completion, undoing);
    }

    private static final String PEOPLE = """
            select body, account_state, account_directory, account_at from departure_person
            where departure = ? order by place""";

    private static List<Leaver> leavers(Sql sql, String departure) throws SQLException {
        return sql.list(PEOPLE, row -> {
            DepartureEvent.DepartureListed e = (DepartureEvent.DepartureListed) event(row.text("body"));
            Optional<Leaver.AccountEnd> account = row.optionalInstant("account_at").isPresent()
                    ? Optional.of(new Leaver.AccountEnd(row.text("account_directory"),
                            Leaver.AccountEnd.State.of(row.text("account_state")), row.instant("account_at")))
                    : Optional.empty();
            return new Leaver(e.person(), e.organisation(), e.keys(), e.grants(), e.requests(), e.sessions(),
                    e.tokens(), e.consoleSessions(), account);
        }, departure);
    }

    private static DepartureEvent event(String body) throws SQLException {
        try {
            return (DepartureEvent) EventCodec.decode(body.getBytes(StandardCharsets.UTF_8));
        } catch (EventFormatException e) {
            throw new SQLException("a stored departure can't be read", e);
        }
    }
}
