package io.sallyport.broker.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

/**
 * The database behind everything in this package: a projection that may be deleted. Safe for many threads; the pool is
 * the limit.
 */
public final class Database implements AutoCloseable {
    /** Queries are short and most are cheap; more connections than this would only wait for each other. */
    private static final int CONNECTIONS = 8;

    /** Work on one connection. */
    interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    private final HikariDataSource pool;

    private Database(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("store");
        this.pool = new HikariDataSource(config);
        try {
            Flyway.configure().dataSource(pool).load().migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * Opens or makes the database in this folder. {@code WRITE_DELAY=0}: a commit is on disk when it returns.
     */
    public static Database file(Path folder) {
        return new Database("jdbc:h2:file:" + folder.toAbsolutePath().resolve("projection")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    /** A database that is gone when closed, for tests. Names keep them apart. */
    public static Database memory(String name) {
        return new Database("jdbc:h2:mem:" + name);
    }

    /** Reads. */
    <T> T read(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(new Sql(connection));
        } catch (SQLException e) {
            throw new StoreException("the database can't be read", e);
        }
    }

    /** True when it answers a question. */
    public boolean answers() {
        try {
            return read(sql -> sql.first("select 1 as answer", row -> row.number("answer"))).isPresent();
        } catch (StoreException e) {
            return false;
        }
    }

    /** Writes, all or nothing. */
    void write(Work<?> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                work.run(new Sql(connection));
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("the database refused: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
