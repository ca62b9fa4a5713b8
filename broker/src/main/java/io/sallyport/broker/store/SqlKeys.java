package io.sallyport.broker.store;

import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.broker.keys.KeyStore;
import io.sallyport.broker.keys.Rotation;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys that wait, and who was seen when, as the projection has them. */
public final class SqlKeys implements KeyStore {
    private final Database database;

    public SqlKeys(Database database) {
        this.database = database;
    }

    private static final String WAITING = "select id, person, fingerprint, public_key, lifetime_seconds, since, replaces, overlap_seconds from key_proposal order by since, id";

    @Override
    public List<KeyProposal> waiting() {
        return database.read(sql -> sql.list(WAITING,
                row -> new KeyProposal(row.text("id"), new PersonName(row.text("person")),
                        new KeyFingerprint(row.text("fingerprint")), row.text("public_key"),
                        row.seconds("lifetime_seconds"), row.instant("since"), rotation(row))));
    }

    private static Optional<Rotation> rotation(Row row) throws SQLException {
        Optional<String> old = row.optionalText("replaces");
        return old.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Rotation(new KeyFingerprint(old.get()), row.seconds("overlap_seconds")));
    }

    @Override
    public Map<PersonName, Seen> seen() {
        record Line(String person, Seen seen) {}
        Map<PersonName, Seen> seen = new HashMap<>();
        database.read(sql -> sql.list("select person, seen_at, warned_at from person_seen",
                row -> new Line(row.text("person"),
                        new Seen(row.instant("seen_at"), row.optionalInstant("warned_at")))))
                .forEach(each -> seen.put(new PersonName(each.person()), each.seen()));
        return seen;
    }
}
