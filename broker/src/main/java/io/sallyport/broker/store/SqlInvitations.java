package io.sallyport.broker.store;

import io.sallyport.broker.provider.Invitation;
import io.sallyport.broker.provider.InvitationId;
import io.sallyport.broker.provider.InvitationStore;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Invitations and rosters as the projection has them. */
public final class SqlInvitations implements InvitationStore {
    private static final String COLUMNS = """
            select id, provider, mail, full_name, inviter, invited_at, expires_at, state, person
            from invitation\s""";
    private static final String GROUPS = "select group_name from invitation_group where invitation = ? order by group_name";

    private final Database database;

    public SqlInvitations(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Invitation> find(InvitationId id) {
        return list("where id = ?", id).stream().findFirst();
    }

    @Override
    public Optional<Invitation> byLink(String tokenHash) {
        return list("where token_hash = ? and state = 'open'", tokenHash).stream().findFirst();
    }

    // Who was seen stays written down when they leave the directory.
    private static final String SEEN = "select person from person_seen where person = ?";

    @Override
    public boolean knew(PersonName name) {
        return !list("where person = ?", name).isEmpty()
                || database.read(sql -> sql.first(SEEN, row -> row.text("person"), name)).isPresent();
    }

    @Override
    public List<Invitation> waiting() {
        return list("where state in ('proposed', 'open') order by invited_at, id");
    }

    @Override
    public List<Invitation> newest(OrganisationName provider, int limit) {
        return list("where provider = ? order by invited_at desc, id limit ?", provider, limit);
    }

    private List<Invitation> list(String where, Object... arguments) {
        return database.read(sql -> sql.list(COLUMNS + where, row -> invitation(sql, row), arguments));
    }

    private static Invitation invitation(Sql sql, Row row) throws SQLException {
        String id = row.text("id");
        return new Invitation(new InvitationId(id), new OrganisationName(row.text("provider")),
                row.text("mail"), row.text("full_name"),
                sql.list(GROUPS, each -> new GroupName(each.text("group_name")), id),
                new PersonName(row.text("inviter")), row.instant("invited_at"), row.instant("expires_at"),
                Invitation.State.of(row.text("state")), row.optionalText("person").map(PersonName::new));
    }

    private static final String AGREED = "select person, terms from invitation where provider = ? and state = 'accepted' and terms is not null";

    @Override
    public Map<PersonName, String> agreed(OrganisationName provider) {
        Map<PersonName, String> agreed = new HashMap<>();
        database.read(sql -> sql.list(AGREED, row -> Map.entry(new PersonName(row.text("person")),
                row.text("terms")), provider)).forEach(each -> agreed.put(each.getKey(), each.getValue()));
        return agreed;
    }

    @Override
    public List<Roster> rosters() {
        return database
                .read(sql -> sql.list("select provider, begun_at, confirmed_at from roster order by provider",
                        row -> new Roster(new OrganisationName(row.text("provider")), row.instant("begun_at"),
                                row.optionalInstant("confirmed_at"))));
    }
}
