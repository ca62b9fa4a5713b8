package io.sallyport.broker.store;

import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.policies.id.GroupName;
import java.sql.SQLException;
import java.util.Map;

/** How declared maintenance changes the tables. */
final class MaintenanceTables {
    private static final String DECLARED = """
            insert into maintenance (id, declarer, starts_at, ends_at, reason, declared_at)
            values (?, ?, ?, ?, ?, ?)""";
    private static final String COVERS = "insert into maintenance_target (maintenance, target, owner_group) values (?, ?, ?)";
    private static final String ENDED = "update maintenance set ended_at = ? where id = ? and ended_at is null";

    private MaintenanceTables() {}

    static void apply(Sql sql, MaintenanceEvent event) throws SQLException {
        switch (event) {
            case MaintenanceEvent.MaintenanceDeclared e -> {
                sql.run(DECLARED, e.maintenance(), e.declarer(), e.from(), e.until(), e.reason(), e.at());
                for (Map.Entry<String, GroupName> target : e.targets().entrySet()) {
                    sql.run(COVERS, e.maintenance(), target.getKey(), target.getValue());
                }
            }
            case MaintenanceEvent.MaintenanceEnded e -> {
                if (sql.run(ENDED, e.at(), e.maintenance()) != 1) {
                    throw new SQLException("maintenance " + e.maintenance() + " is not there to be ended");
                }
            }
        }
    }
}
