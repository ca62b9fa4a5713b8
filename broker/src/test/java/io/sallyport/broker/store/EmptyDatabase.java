package io.sallyport.broker.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Empty databases for tests. Making the tables takes most of the time of most tests that have a database, so one that a test has closed is
 * emptied for the next. Safe for many threads.
 */
public final class EmptyDatabase {
    private static final String TABLES = "select table_name from information_schema.tables"
            + " where table_schema = 'PUBLIC' and table_type = 'BASE TABLE' and table_name <> 'flyway_schema_history'";
    private static final String OTHERS = "select count(*) from information_schema.sessions where session_id <> session_id()";
    private static final List<EmptyDatabase> ALL = new ArrayList<>();

    private final String name;
    // A database in memory is gone with its last connection.
    private final Connection keeper;

    private EmptyDatabase(String name) throws SQLException {
        this.name = name;
        this.keeper = DriverManager.getConnection("jdbc:h2:mem:" + name, "sa", "");
    }

    /** One that nobody else has until it is closed. */
    public static synchronized Database open() {
        try {
            for (EmptyDatabase each : ALL) {
                if (each.closed()) {
                    each.empty();
                    return Database.memory(each.name);
                }
            }
            EmptyDatabase one = new EmptyDatabase("empty-" + ALL.size());
            ALL.add(one);
            return Database.memory(one.name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean closed() throws SQLException {
        try (Statement statement = keeper.createStatement();
                ResultSet count = statement.executeQuery(OTHERS)) {
            return count.next() && count.getInt(1) == 0;
        }
    }

    private void empty() throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(TABLES)) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            statement.execute("set referential_integrity false");
            for (String table : tables) {
                statement.execute("truncate table \"" + table + "\" restart identity");
            }
            statement.execute("set referential_integrity true");
        }
    }
}
