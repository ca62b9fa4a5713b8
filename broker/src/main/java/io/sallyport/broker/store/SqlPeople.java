package io.sallyport.broker.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.sallyport.broker.identity.Hold;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.identity.Tenure;
import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.PersonKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** People and keys as the projection has them. */
public final class SqlPeople implements PeopleStore {
    private record Member(String person, String of, long since) {}

    private final Database database;

    public SqlPeople(Database database) {
        this.database = database;
    }

    private static final String PEOPLE = """
            select person.name, person.full_name, person.organisation, person.enabled, person.kind, person.mail,
              person.origin, person.subject, organisation.internal,
              service_account.owner_name, service_account.ends_at, service_account.networks,
              exists (select 1 from person_hold where person_hold.person = person.name)
                or exists (select 1 from organisation_hold where organisation_hold.organisation = person.organisation)
                as held
            from person join organisation on organisation.name = person.organisation
              left join service_account on service_account.person = person.name
            order by person.name""";
    private static final String GROUPS = "select person, group_name as member_of, held_since from person_group";
    private static final String ROLES = "select person, role_name as member_of, held_since from person_role";

    @Override
    public List<Person> people() {
        return people(row -> row.flag("enabled") && !row.flag("held"));
    }

    @Override
    public List<Person> declared() {
        return people(row -> row.flag("enabled"));
    }

    private interface Enabled {
        boolean of(Row row) throws SQLException;
    }

    private List<Person> people(Enabled enabled) {
        return database.read(sql -> {
            Map<String, Set<String>> groups = members(sql, GROUPS);
            Map<String, Set<String>> roles = members(sql, ROLES);
            return sql.list(PEOPLE, row -> {
                String name = row.text("name");
                return new Person(new PersonName(name), row.text("full_name"),
                        new OrganisationName(row.text("organisation")), row.flag("internal"),
                        groups.getOrDefault(name, Set.of()).stream().map(GroupName::new).collect(toSet()),
                        roles.getOrDefault(name, Set.of()).stream().flatMap(role -> Role.parse(role).stream())
                                .collect(toSet()),
                        enabled.of(row), service(row), row.optionalText("mail"),
                        Origin.of(row.text("origin")), row.optionalText("subject"));
            });
        });
    }

    // One of which nothing is known admits nothing.
    private static Optional<ServiceAccount> service(Row row) throws SQLException {
        if (PersonKind.of(row.text("kind")) == PersonKind.HUMAN) {
            return Optional.empty();
        }
        return Optional.of(row.optionalText("owner_name").isEmpty()
                ? new ServiceAccount(new PersonName(row.text("name")), Instant.EPOCH, List.of())
                : new ServiceAccount(new PersonName(row.text("owner_name")), row.instant("ends_at"),
                        Stream.of(row.text("networks").split(" "))
                                .flatMap(network -> Cidr.parse(network).stream()).toList()));
    }

    private static final String KEYS = "select person, fingerprint, public_key, origin, since, expires, last_used from ssh_key order by person, fingerprint";

    @Override
    public List<RegisteredKey> keys() {
        return database
                .read(sql -> sql.list(KEYS, row -> new RegisteredKey(new PersonName(row.text("person")),
                        new KeyFingerprint(row.text("fingerprint")), row.text("public_key"),
                        Origin.of(row.text("origin")), row.instant("since"), row.optionalInstant("expires"),
                        row.optionalInstant("last_used"))));
    }

    @Override
    public Map<PersonName, Set<Hold>> holds() {
        return database.read(sql -> {
            Map<PersonName, Set<Hold>> holds = new HashMap<>();
            record Held(String person, String hold) {}
            sql.list("select person, hold from person_hold",
                    row -> new Held(row.text("person"), row.text("hold")))
                    .forEach(held -> Hold.parse(held.hold()).ifPresent(hold -> holds
                            .computeIfAbsent(new PersonName(held.person()), _ -> EnumSet.noneOf(Hold.class))
                            .add(hold)));
            return holds;
        });
    }

    @Override
    public Map<PersonName, Tenure> tenures() {
        return database.read(sql -> {
            Map<PersonName, Map<GroupName, Long>> groups = new HashMap<>();
            for (Member member : list(sql, GROUPS)) {
                groups.computeIfAbsent(new PersonName(member.person()), _ -> new HashMap<>())
                        .put(new GroupName(member.of()), member.since());
            }
            Map<PersonName, Map<Role, Long>> roles = new HashMap<>();
            for (Member member : list(sql, ROLES)) {
                Role.parse(member.of()).ifPresent(
                        role -> roles.computeIfAbsent(new PersonName(member.person()), _ -> new HashMap<>())
                                .put(role, member.since()));
            }
            return Stream.concat(groups.keySet().stream(), roles.keySet().stream()).distinct()
                    .collect(toMap(person -> person, person -> new Tenure(
                            groups.getOrDefault(person, Map.of()), roles.getOrDefault(person, Map.of()))));
        });
    }

    private static Map<String, Set<String>> members(Sql sql, String query) throws SQLException {
        return list(sql, query).stream().collect(groupingBy(Member::person, mapping(Member::of, toSet())));
    }

    private static List<Member> list(Sql sql, String query) throws SQLException {
        return sql.list(query,
                row -> new Member(row.text("person"), row.text("member_of"), row.number("held_since")));
    }
}
