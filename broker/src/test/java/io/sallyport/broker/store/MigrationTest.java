package io.sallyport.broker.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

class MigrationTest {
    private static final String URL = "jdbc:h2:mem:migration";
    private static final String NOW = "timestamp with time zone '2026-03-03 10:00:00+00'";
    private static final String LATER = "timestamp with time zone '2026-03-03 12:00:00+00'";

    @Test
    void aProjectionThatDoesNotKnowSinceWhenIsEmptiedSoThatTheJournalRebuildsIt() throws SQLException {
        try (Connection keeper = DriverManager.getConnection(URL, "sa", "");
                Statement statement = keeper.createStatement()) {
            Flyway.configure().dataSource(URL, "sa", "").target("1").load().migrate();
            for (String row : new String[]{"organisation values ('acme', false, 'Acme')",
                    "person values ('eva', 'Eva', 'acme', true)", "person_group values ('eva', 'acme/ops')",
                    "person_role values ('eva', 'engineer')",
                    "agent values ('s1', 'web-1', 'web-1', 'k', 'r', '1', " + NOW + ", null)",
                    "access_request values ('r-aaaaaaaaaa', 'eva', 'acme', 'web-1', 'deploy', 60, null, null, 'why', "
                            + NOW + ", " + LATER + ", '{}', 'h', 'granted', null, " + NOW + ", null, '')",
                    "access_grant values ('g-1', 'r-aaaaaaaaaa', 'eva', 'web-1', 'deploy', " + NOW + ", "
                            + LATER + ", '{}', null, null)",
                    "projection values (1, 'o', 9, 'h')"}) {
                statement.execute("insert into " + row);
            }
            try (Database database = Database.memory("migration")) {
                assertEquals(Optional.empty(), new SqlProjection(database).position());
                assertEquals(0, new SqlPeople(database).people().size());
            }
        }
    }
}
