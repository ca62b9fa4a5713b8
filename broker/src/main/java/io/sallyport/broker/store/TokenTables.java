package io.sallyport.broker.store;

import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.TokenEvent;
import io.sallyport.policies.id.PersonName;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What events take from tokens. They never give one: the secret's hash is in no event, so a token comes into the table beside the journal, and a table
 * that is lost takes its tokens with it.
 */
final class TokenTables {
    private static final String REVOKED = "update api_token set revoked_at = ? where id = ? and revoked_at is null";
    // Not those that a person of the same name was given later, when the journal is read again.
    private static final String ENDED = """
            update api_token set revoked_at = ? where person = ? and revoked_at is null and created_at <= ?""";

    private TokenTables() {}

    static void apply(Sql sql, TokenEvent event) throws SQLException {
        switch (event) {
            case TokenEvent.TokenMade _ -> {
                // See above.
            }
            case TokenEvent.TokenRevoked e -> sql.run(REVOKED, e.at(), e.token());
        }
    }

    /** Whoever leaves has no tokens any more, also if they come back. */
    static void apply(Sql sql, DirectoryEvent event) throws SQLException {
        if (event instanceof DirectoryEvent.PersonRemoved e) {
            end(sql, e.name(), e.at());
        } else if (event instanceof DirectoryEvent.PersonHeld e && e.hold().equals("departed")) {
            end(sql, e.name(), e.at());
        }
    }

    private static void end(Sql sql, PersonName person, Instant at) throws SQLException {
        sql.run(ENDED, at, person, at);
    }
}
