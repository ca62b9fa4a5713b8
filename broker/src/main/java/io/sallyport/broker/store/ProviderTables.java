package io.sallyport.broker.store;

import io.sallyport.broker.audit.ProviderEvent;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How invitations, rosters and what is said of providers change the tables. */
final class ProviderTables {
    private static final String INVITED = """
            insert into invitation (id, provider, mail, full_name, inviter, invited_at, expires_at, confirmer, state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    private static final String GIVEN = "insert into invitation_group (invitation, group_name) values (?, ?)";
    private static final String CONFIRMED = "update invitation set state = 'open', confirmer = ? where id = ? and state = 'proposed'";
    private static final String LINKED = "update invitation set token_hash = ?, expires_at = ? where id = ? and state = 'open'";
    private static final String CLOSED = """
            update invitation set state = ?, closed_at = ?, token_hash = null
            where id = ? and state in ('proposed', 'open')""";
    private static final String ACCEPTED = """
            update invitation set state = 'accepted', person = ?, closed_at = ?, terms = ?, token_hash = null
            where id = ? and state = 'open'""";

    private ProviderTables() {}

    static void apply(Sql sql, ProviderEvent event) throws SQLException {
        switch (event) {
            case ProviderEvent.InvitationMade e -> {
                sql.run(INVITED, e.invitation(), e.provider(), e.mail(), e.fullName(), e.inviter(), e.at(),
                        e.expiresAt(), e.confirmed() ? Optional.of(e.inviter()) : Optional.empty(),
                        e.confirmed() ? "open" : "proposed");
                for (GroupName group : e.groups()) {
                    sql.run(GIVEN, e.invitation(), group);
                }
            }
            case ProviderEvent.InvitationConfirmed e ->
                one(sql.run(CONFIRMED, e.confirmer(), e.invitation()), e.invitation());
            case ProviderEvent.InvitationLinked e ->
                one(sql.run(LINKED, e.tokenHash(), e.expiresAt(), e.invitation()), e.invitation());
            case ProviderEvent.InvitationClosed e ->
                one(sql.run(CLOSED, e.how(), e.at(), e.invitation()), e.invitation());
            case ProviderEvent.InvitationAccepted e ->
                one(sql.run(ACCEPTED, e.person(), e.at(), e.terms(), e.invitation()), e.invitation());
            case ProviderEvent.RosterConfirmed e ->
                sql.run("update roster set confirmed_at = ?, confirmed_by = ? where provider = ?", e.at(),
                        e.confirmer(), e.provider());
        }
    }

    private static void one(int rows, String invitation) throws SQLException {
        if (rows != 1) {
            throw new SQLException("invitation " + invitation + " is not where it would have to be");
        }
    }

    static void care(Sql sql, Instant at, OrganisationName provider, Optional<PersonName> sponsor,
            Optional<List<String>> contacts, Optional<List<String>> domains,
            Optional<List<GroupName>> groups, Optional<Duration> rosterEvery) throws SQLException {
        sql.run("update organisation set sponsor = ?, roster_every = ? where name = ?", sponsor, rosterEvery,
                provider);
        sql.run("delete from organisation_entry where organisation = ?", provider);
        entries(sql, provider, "contact", contacts.orElse(List.of()));
        entries(sql, provider, "domain", domains.orElse(List.of()));
        entries(sql, provider, "group",
                groups.orElse(List.of()).stream().map(GroupName::value).toList());
        // The time to confirm in begins when it is first asked for.
        boolean begun = sql.first("select provider from roster where provider = ?",
                row -> row.text("provider"), provider).isPresent();
        if (rosterEvery.isEmpty()) {
            sql.run("delete from roster where provider = ?", provider);
        } else if (!begun) {
            sql.run("insert into roster (provider, begun_at) values (?, ?)", provider, at);
        }
    }

    private static void entries(Sql sql, OrganisationName provider, String kind, List<String> entries)
            throws SQLException {
        for (int place = 0; place < entries.size(); place++) {
            sql.run("insert into organisation_entry (organisation, kind, place, entry) values (?, ?, ?, ?)",
                    provider, kind, place, entries.get(place));
        }
    }
}
