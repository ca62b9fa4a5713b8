package io.sallyport.broker.store;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.broker.audit.AgentEvent;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.Committed;
import io.sallyport.broker.audit.DepartureEvent;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.broker.audit.Projection;
import io.sallyport.broker.audit.ProviderEvent;
import io.sallyport.broker.audit.RecordingEvent;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.ReviewEvent;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.audit.StepUpEvent;
import io.sallyport.broker.audit.TicketEvent;
import io.sallyport.broker.audit.TokenEvent;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Applies events to the tables. Safe for many threads, though only the audit trail calls it. */
public final class SqlProjection implements Projection {
    private final Database database;

    public SqlProjection(Database database) {
        this.database = database;
    }

    private static final String POSITION = "select origin, size, last_hash from projection";

    @Override
    public Optional<Position> position() {
        return database.read(sql -> sql.first(POSITION,
                row -> new Position(row.text("origin"), row.number("size"), row.text("last_hash"))));
    }

    private static final String MOVE = "update projection set origin = ?, size = ?, last_hash = ? where id = 1";
    private static final String FIRST = "insert into projection (id, origin, size, last_hash) values (1, ?, ?, ?)";

    @Override
    public void apply(List<Committed> events, Position after, Runnable journalled) {
        database.write(sql -> {
            for (Committed committed : events) {
                apply(sql, committed.index(), committed.event());
            }
            if (sql.run(MOVE, after.origin(), after.size(), after.lastHash()) == 0) {
                sql.run(FIRST, after.origin(), after.size(), after.lastHash());
            }
            journalled.run();
            return true;
        });
    }

    private static void apply(Sql sql, long index, Event event) throws SQLException {
        KeyTables.seen(sql, event);
        switch (event) {
            case DirectoryEvent directory -> {
                DirectoryTables.apply(sql, index, directory);
                TokenTables.apply(sql, directory);
            }
            case TokenEvent token -> TokenTables.apply(sql, token);
            case AgentEvent agent -> AgentTables.apply(sql, agent);
            case RequestEvent request -> RequestTables.apply(sql, index, request);
            case ReviewEvent review -> ReviewTables.apply(sql, review);
            case SessionEvent session -> SessionTables.apply(sql, index, session);
            case RecordingEvent recording -> SessionTables.apply(sql, recording);
            case BrokerEvent broker -> PolicyTables.apply(sql, index, broker);
            case MaintenanceEvent maintenance -> MaintenanceTables.apply(sql, maintenance);
            case KeyEvent key -> KeyTables.apply(sql, key);
            case DepartureEvent departure -> DepartureTables.apply(sql, index, departure);
            case ProviderEvent provider -> ProviderTables.apply(sql, provider);
            case AccountEvent _ -> {
                // What they tell of is kept by the accounts themselves, sealed.
            }
            case TicketEvent _,StepUpEvent _ -> {
                // Only the journal keeps these: nothing the broker decides depends on them.
            }
        }
    }
}
