package io.sallyport.broker.store;

import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.identity.Hold;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How changes of the directory change the tables, and what they drag along. */
final class DirectoryTables {
    private DirectoryTables() {}

    static void apply(Sql sql, long index, DirectoryEvent event) throws SQLException {
        switch (event) {
            case DirectoryEvent.OrganisationAdded e -> {
                sql.run("insert into organisation (name, internal, title) values (?, ?, ?)", e.name(),
                        e.internal(), e.title());
                ProviderTables.care(sql, e.at(), e.name(), e.sponsor(), e.contacts(), e.mailDomains(),
                        e.groups(), e.rosterEvery());
            }
            case DirectoryEvent.OrganisationChanged e -> changed(sql, index, e);
            case DirectoryEvent.OrganisationRemoved e ->
                sql.run("delete from organisation where name = ?", e.name());
            case DirectoryEvent.PersonAdded e -> {
                sql.run("insert into person (name, full_name, organisation, enabled, kind, mail, origin, subject)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)", e.name(), e.fullName(), e.organisation(),
                        e.enabled(), e.kind().orElse("human"), e.mail(), e.origin().orElse("file"),
                        e.subject());
                memberships(sql, index, e.name(), e.groups(), e.roles());
            }
            case DirectoryEvent.PersonChanged e -> changed(sql, index, e);
            case DirectoryEvent.PersonRemoved e -> {
                sql.run("delete from person where name = ?", e.name());
                closeEverything(sql, "person", e.name(), e.at(), "the person left the directory");
            }
            case DirectoryEvent.ServiceDeclared e -> service(sql, e);
            case DirectoryEvent.PersonHeld e -> held(sql, e);
            case DirectoryEvent.PersonReleased e -> {
                sql.run("delete from person_hold where person = ? and hold = ?", e.name(), e.hold());
                anew(sql, index, e.name());
            }
            case DirectoryEvent.KeyRegistered e -> sql.run(
                    "insert into ssh_key (fingerprint, person, public_key, origin, since, expires) values (?, ?, ?, ?, ?, ?)",
                    e.fingerprint(), e.person(), e.key(), e.origin().orElse("file"), e.at(), e.expires());
            case DirectoryEvent.KeyUsed e ->
                sql.run("update ssh_key set last_used = ? where fingerprint = ? and person = ?",
                        e.at().truncatedTo(ChronoUnit.DAYS), e.fingerprint(), e.person());
            case DirectoryEvent.KeyRemoved e ->
                sql.run("delete from ssh_key where fingerprint = ? and person = ?",
                        e.fingerprint(), e.person());
            case DirectoryEvent.EngagementAdded e -> {
                sql.run("insert into engagement (id, provider, sponsor, starts_at, ends_at) values (?, ?, ?, ?, ?)",
                        e.id(),
                        e.provider(), e.sponsor(), e.from(), e.until());
                coverage(sql, e.id(), e.targets());
            }
            case DirectoryEvent.EngagementChanged e -> {
                sql.run("update engagement set provider = ?, sponsor = ?, starts_at = ?, ends_at = ? where id = ?",
                        e.provider(), e.sponsor(), e.from(), e.until(), e.id());
                coverage(sql, e.id(), e.targets());
            }
            case DirectoryEvent.KeyEnding e -> sql.run(
                    "update ssh_key set expires = ? where fingerprint = ? and person = ?", e.expires(),
                    e.fingerprint(), e.person());
            case DirectoryEvent.OrganisationHeld e -> sql.run(
                    "insert into organisation_hold (organisation, reason, since) values (?, ?, ?)", e.name(),
                    e.reason(), e.at());
            case DirectoryEvent.OrganisationReleased e -> {
                sql.run("delete from organisation_hold where organisation = ?", e.name());
                for (String person : sql.list("select name from person where organisation = ?",
                        row -> row.text("name"), e.name())) {
                    anew(sql, index, new PersonName(person));
                }
            }
            case DirectoryEvent.EngagementEnded e -> sql.run(
                    "insert into engagement_end (engagement, reason, ended_at) values (?, ?, ?)", e.id(),
                    e.reason(), e.at());
            case DirectoryEvent.EngagementResumed e ->
                sql.run("delete from engagement_end where engagement = ?", e.id());
            case DirectoryEvent.EngagementRemoved e -> sql.run("delete from engagement where id = ?", e.id());
            case DirectoryEvent.TargetAdded e -> {
                sql.run("insert into target (name, owner_group, notes) values (?, ?, ?)", e.name(), e.owner(),
                        e.notes());
                labels(sql, e.name(), e.labels());
            }
            case DirectoryEvent.TargetChanged e -> {
                sql.run("update target set owner_group = ?, notes = ? where name = ?", e.owner(), e.notes(),
                        e.name());
                labels(sql, e.name(), e.labels());
            }
            case DirectoryEvent.TargetRemoved e -> {
                sql.run("delete from target where name = ?", e.name());
                sql.run("update agent set active_target = null, retired_at = ? where active_target = ?",
                        e.at(), e.name());
                closeEverything(sql, "target", e.name(), e.at(), "the target left the directory");
            }
        }
    }

    private static final String TURNED = """
            update person_role set held_since = ? where person in (select person.name from person
              join organisation on organisation.name = person.organisation
              where organisation.name = ? and organisation.internal <> ?)""";

    // Whoever comes over to the company with their whole organisation holds their roles there anew.
    private static void changed(Sql sql, long index, DirectoryEvent.OrganisationChanged e)
            throws SQLException {
        sql.run(TURNED, index, e.name(), e.internal());
        sql.run("update organisation set internal = ?, title = ? where name = ?", e.internal(), e.title(),
                e.name());
        ProviderTables.care(sql, e.at(), e.name(), e.sponsor(), e.contacts(), e.mailDomains(), e.groups(),
                e.rosterEvery());
    }

    private static final String SAME = "select name from person where name = ? and organisation = ? and enabled";

    private static void changed(Sql sql, long index, DirectoryEvent.PersonChanged e) throws SQLException {
        if (sql.first(SAME, row -> row.text("name"), e.name(), e.organisation()).isEmpty()) {
            memberships(sql, index, e.name(), List.of(), List.of());
        }
        sql.run("update person set full_name = ?, organisation = ?, enabled = ?, kind = ?, mail = ?, origin = ?,"
                + " subject = ? where name = ?", e.fullName(), e.organisation(), e.enabled(),
                e.kind().orElse("human"), e.mail(), e.origin().orElse("file"), e.subject(), e.name());
        if (e.kind().isEmpty()) {
            sql.run("delete from service_account where person = ?", e.name());
        }
        memberships(sql, index, e.name(), e.groups(), e.roles());
    }

    private static void service(Sql sql, DirectoryEvent.ServiceDeclared e) throws SQLException {
        String networks = String.join(" ", e.networks());
        if (sql.run("update service_account set owner_name = ?, ends_at = ?, networks = ? where person = ?",
                e.owner(), e.until(), networks, e.name()) == 0) {
            sql.run("insert into service_account (person, owner_name, ends_at, networks) values (?, ?, ?, ?)",
                    e.name(), e.owner(), e.until(), networks);
        }
    }

    private static void held(Sql sql, DirectoryEvent.PersonHeld e) throws SQLException {
        // A hold outlives its person: leaving the directory and coming back lifts nothing.
        sql.run("delete from person_hold where person = ? and hold = ?", e.name(), e.hold());
        sql.run("insert into person_hold (person, hold, reason, since) values (?, ?, ?, ?)", e.name(),
                e.hold(), e.reason(), e.at());
        if (e.hold().equals(Hold.DEPARTED.code())) {
            closeEverything(sql, "person", e.name(), e.at(), "the person was off-boarded");
        }
    }

    // Whoever comes back holds what they hold since then only.
    private static void anew(Sql sql, long index, PersonName person) throws SQLException {
        sql.run("update person_group set held_since = ? where person = ?", index, person);
        sql.run("update person_role set held_since = ? where person = ?", index, person);
    }

    // What stays is not touched: it keeps the place in the journal since which it is held.
    private static void memberships(Sql sql, long index, PersonName person, List<GroupName> groups,
            List<String> roles)
            throws SQLException {
        Set<String> inGroups = Set.copyOf(
                sql.list("select group_name from person_group where person = ?",
                        row -> row.text("group_name"), person));
        for (String lost : without(inGroups, groups.stream().map(GroupName::value).toList())) {
            sql.run("delete from person_group where person = ? and group_name = ?", person, lost);
        }
        for (String gained : without(groups.stream().map(GroupName::value).toList(), inGroups)) {
            sql.run("insert into person_group (person, group_name, held_since) values (?, ?, ?)", person,
                    gained, index);
        }
        Set<String> inRoles = Set.copyOf(
                sql.list("select role_name from person_role where person = ?", row -> row.text("role_name"),
                        person));
        for (String lost : without(inRoles, roles)) {
            sql.run("delete from person_role where person = ? and role_name = ?", person, lost);
        }
        for (String gained : without(roles, inRoles)) {
            sql.run("insert into person_role (person, role_name, held_since) values (?, ?, ?)", person,
                    gained,
                    index);
        }
    }

    private static List<String> without(Collection<String> all, Collection<String> some) {
        return all.stream().filter(each -> !some.contains(each)).toList();
    }

    private static void coverage(Sql sql, String engagement, Map<String, List<String>> targets)
            throws SQLException {
        sql.run("delete from engagement_label where engagement = ?", engagement);
        for (Map.Entry<String, List<String>> label : targets.entrySet()) {
            for (String value : label.getValue()) {
                sql.run("insert into engagement_label (engagement, label, label_value) values (?, ?, ?)",
                        engagement,
                        label.getKey(), value);
            }
        }
    }

    private static void labels(Sql sql, TargetName target, Map<String, String> labels) throws SQLException {
        sql.run("delete from target_label where target = ?", target);
        for (Map.Entry<String, String> label : labels.entrySet()) {
            sql.run("insert into target_label (target, label, label_value) values (?, ?, ?)", target,
                    label.getKey(),
                    label.getValue());
        }
    }

    // Coming back under the same name must not bring old grants back to life. The column name is one of
    // two constants.
    private static void closeEverything(Sql sql, String column, Object name, Instant at, String why)
            throws SQLException {
        sql.run("update access_grant set revoked_at = ?, revoked_reason = ? where revoked_at is null and not_after > ? and "
                + column + " = ?", at, why, at, name);
        sql.run("update access_request set state = 'void', open_slot = null, closed_at = ?, closing_comment = ?"
                + " where state = 'pending' and " + column + " = ?", at, why, name);
    }
}
