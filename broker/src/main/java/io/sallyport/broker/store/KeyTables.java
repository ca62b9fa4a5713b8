package io.sallyport.broker.store;

import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.policies.id.PersonName;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Keys that wait, and when people were last seen. */
final class KeyTables {
    private KeyTables() {}

    private static final String PROPOSED = "insert into key_proposal (id, person, fingerprint, public_key, lifetime_seconds, since, replaces, overlap_seconds) values (?, ?, ?, ?, ?, ?, ?, ?)";

    static void apply(Sql sql, KeyEvent event) throws SQLException {
        switch (event) {
            case KeyEvent.KeyProposed e -> sql.run(PROPOSED, e.proposal(), e.person(), e.fingerprint(),
                    e.key(), e.lifetime(), e.at(), e.replaces(), e.overlap());
            case KeyEvent.KeyProposalEnded e ->
                sql.run("delete from key_proposal where id = ?", e.proposal());
            case KeyEvent.KeyElsewhere e -> sql.run(
                    "update service_account set elsewhere_source = ?, elsewhere_at = ? where person = ?",
                    e.source(), e.at(), e.person());
            case KeyEvent.DormancyWarned e -> sql.run(
                    "update person_seen set warned_at = ? where person = ?", e.at(), e.person());
        }
    }

    /** Whoever caused an event was there. */
    static void seen(Sql sql, Event event) throws SQLException {
        Optional<PersonName> there = switch (event) {
            case DirectoryEvent.KeyRegistered e -> Optional.of(e.person());
            case DirectoryEvent.PersonReleased e -> Optional.of(e.name());
            default -> event.actor().person();
        };
        if (there.isPresent()) {
            seen(sql, there.get(), event.at());
        }
    }

    private static void seen(Sql sql, PersonName person, Instant at) throws SQLException {
        if (sql.run("update person_seen set seen_at = ?, warned_at = null where person = ?", at,
                person) == 0) {
            sql.run("insert into person_seen (person, seen_at) values (?, ?)", person, at);
        }
    }
}
