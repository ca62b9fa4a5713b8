package io.sallyport.broker.store;

import io.sallyport.broker.maintenance.Maintenance;
import io.sallyport.broker.maintenance.MaintenanceId;
import io.sallyport.broker.maintenance.MaintenanceStore;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Declared maintenance as the projection has it. */
public final class SqlMaintenance implements MaintenanceStore {
    private static final String COLUMNS = "select id, declarer, starts_at, ends_at, reason, ended_at from maintenance";
    private static final String TARGETS = "select target, owner_group from maintenance_target where maintenance = ?";

    private final Database database;

    public SqlMaintenance(Database database) {
        this.database = database;
    }

    @Override
    public List<Maintenance> notOver(Instant at) {
        return database.read(sql -> sql.list(
                COLUMNS + " where ends_at > ? and ended_at is null order by starts_at, id",
                row -> maintenance(sql, row), at));
    }

    @Override
    public List<Maintenance> newest(int limit) {
        return database.read(sql -> sql.list(COLUMNS + " order by starts_at desc, id limit ?",
                row -> maintenance(sql, row), limit));
    }

    private static Maintenance maintenance(Sql sql, Row row) throws SQLException {
        String id = row.text("id");
        Map<TargetName, GroupName> targets = sql.list(TARGETS,
                each -> Map.entry(new TargetName(each.text("target")),
                        new GroupName(each.text("owner_group"))),
                id).stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Maintenance(new MaintenanceId(id), new PersonName(row.text("declarer")), targets,
                row.instant("starts_at"), row.instant("ends_at"), row.text("reason"),
                row.optionalInstant("ended_at"));
    }
}
