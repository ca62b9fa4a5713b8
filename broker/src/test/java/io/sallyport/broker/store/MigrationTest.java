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
    private static final String NOW = "timestamp with time zone '2026-03-03 10:00:00+00'";
    private static final String LATER = "timestamp with time zone '2026-03-03 12:00:00+00'";

    private static final String PERSON = "person values ('eva', 'Eva', 'acme', true)";
    private static final String TARGET = "agent values ('s1', 'web-1', 'web-1', 'k', 'r', '1', " + NOW
            + ", null)";
    private static final String POSITION = "projection values (1, 'o', 9, 'h')";

    @Test
    void aProjectionThatDoesNotKnowSinceWhenIsEmptiedSoThatTheJournalRebuildsIt() throws SQLException {
        assertEmptied("held", "1", "organisation values ('acme', false, 'Acme')",
                PERSON, "person_group values ('eva', 'acme/ops')",
                "person_role values ('eva', 'engineer')", TARGET, request(""), GRANT, POSITION);
    }

    @Test
    void aProjectionThatLacksTheDecisionsIsEmptiedSoThatTheJournalRebuildsIt() throws SQLException {
        assertEmptied("decisions", "2", "organisation values ('acme', false, 'Acme')", PERSON,
                "person_group values ('eva', 'acme/ops', 1)", "person_role values ('eva', 'engineer', 1)",
                TARGET, request(", 1"), GRANT, POSITION);
    }

    @Test
    void aProjectionThatLacksWhoDeclaresWhomIsEmptiedSoThatTheJournalRebuildsIt() throws SQLException {
        assertEmptied("identity", "6", "organisation values ('acme', false, 'Acme')", PERSON,
                "person_group values ('eva', 'acme/ops', 1)", "person_role values ('eva', 'engineer', 1)",
                "ssh_key values ('SHA256:x', 'eva', 'k')", TARGET, request(", 1, null, null"), GRANT,
                "review values ('r-aaaaaaaaaa', 'g-1', " + NOW + ", " + LATER + ", null, null)",
                "maintenance values ('m-1', 'ada', " + NOW + ", " + LATER + ", 'why', " + NOW + ", null)",
                "maintenance_target values ('m-1', 'web-1', 'ops-owners')",
                "policy_proposal values ('h', 1, " + NOW + ", null, null)",
                "policy_decision values (" + NOW + ", 1, 'r-aaaaaaaaaa', null, '{}')", POSITION);
    }

    private static final String GRANT = "access_grant values ('g-1', 'r-aaaaaaaaaa', 'eva', 'web-1', 'deploy', "
            + NOW + ", " + LATER + ", '{}', null, null)";

    private static String request(String more) {
        return "access_request values ('r-aaaaaaaaaa', 'eva', 'acme', 'web-1', 'deploy', 60, null, null, 'why', "
                + NOW + ", " + LATER + ", '{}', 'h', 'granted', null, " + NOW + ", null, ''" + more + ")";
    }

    private static void assertEmptied(String name, String from, String... rows) throws SQLException {
        String url = "jdbc:h2:mem:migration-" + name;
        try (Connection keeper = DriverManager.getConnection(url, "sa", "");
                Statement statement = keeper.createStatement()) {
            Flyway.configure().dataSource(url, "sa", "").target(from).load().migrate();
            for (String row : rows) {
                statement.execute("insert into " + row);
            }
            try (Database database = Database.memory("migration-" + name)) {
                assertEquals(Optional.empty(), new SqlProjection(database).position());
                assertEquals(0, new SqlPeople(database).people().size());
            }
        }
    }
}
