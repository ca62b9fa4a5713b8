package io.sallyport.broker.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.policies.yaml.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFileTest {
    private static List<String> codes(String text) {
        return assertInstanceOf(DirectoryFile.Parsed.Invalid.class, DirectoryFile.parse("d.yaml", text))
                .problems().stream()
                .map(Problem::code).toList();
    }

    @Test
    void everyProblemIsToldAtOnceWithItsPlace() {
        List<Problem> problems = assertInstanceOf(DirectoryFile.Parsed.Invalid.class,
                DirectoryFile.parse("d.yaml", """
                format: sallyport-directory/1
                organisations:
                  - { name: example, kind: internal, titel: Example }
                  - { name: Acme, kind: provider }
                people:
                  - { name: eva, organisation: nobody }
                """)).problems();
        assertEquals(List.of("unknown-field", "bad-name", "unknown-organisation"),
                problems.stream().map(Problem::code).toList());
        assertTrue(problems.getFirst().toString().startsWith("d.yaml:3:38: error [unknown-field]"),
                problems.getFirst().toString());
    }

    @Test
    void oneKeyBelongsToOnePersonOnce() {
        assertEquals(List.of("shared-key"), codes(World.text().replace(World.key(2), World.key(1))));
        assertEquals(List.of("bad-key"), codes(World.text().replace(World.key(2), "ssh-ed25519 AAAA")));
    }

    @Test
    void onlyPeopleOfTheCompanyApprove() {
        assertEquals(List.of("role-not-internal"),
                codes(World.text().replace("groups: [acme/ops], roles: [engineer]",
                        "groups: [acme/ops], roles: [approver]")));
    }

    @Test
    void onlyPeopleOfAProviderManageOne() {
        assertEquals(List.of("role-not-external"),
                codes(World.text().replace("roles: [auditor]", "roles: [manager]")));
        assertInstanceOf(DirectoryFile.Parsed.Valid.class, DirectoryFile.parse("d.yaml",
                World.text().replace("groups: [acme/ops], roles: [engineer]",
                        "groups: [acme/ops], roles: [manager]")));
    }

    @Test
    void anAccountBelongsToOnePerson() {
        String one = World.text().replace("full_name: Eva Engineer,",
                "full_name: Eva, subject: s-1, mail: eva@acme.example,");
        assertInstanceOf(DirectoryFile.Parsed.Valid.class, DirectoryFile.parse("d.yaml", one));
        assertEquals(List.of("shared-subject"),
                codes(one.replace("full_name: Emil Engineer,", "full_name: Emil, subject: s-1,")));
        assertEquals(List.of("bad-subject"), codes(one.replace("s-1", "'s 1'")));
        assertEquals(List.of("bad-mail"), codes(one.replace("eva@acme.example", "eva")));
    }

    @Test
    void whoAnswersForAProviderIsOfTheCompanyAndEveryEntryHasItsForm() {
        String acme = "kind: provider, title: Acme Managed Services";
        assertInstanceOf(DirectoryFile.Parsed.Valid.class, DirectoryFile.parse("d.yaml", World.text().replace(
                acme,
                acme + ", sponsor: ada, contacts: [desk], mail_domains: [Acme.Example], groups: [acme/ops],"
                        + " roster: 90d")));
        assertEquals(List.of("unknown-sponsor"), codes(World.text().replace(acme, acme + ", sponsor: eva")));
        assertEquals(List.of("bad-entry", "bad-entry", "bad-entry", "bad-duration"),
                codes(World.text().replace(acme,
                        acme + ", contacts: [\"\"], mail_domains: [acme], groups: ['*'],"
                                + " roster: 3h")));
        assertEquals(List.of("not-a-provider"),
                codes(World.text().replace("title: Example Corp", "title: Example, roster: 90d")));
    }

    @Test
    void aServiceAccountHasAnOwnerAnEndAndNetworksAndDecidesNothing() {
        String emil = "full_name: Emil Engineer, organisation: acme, groups: [acme/ops], roles: [engineer]";
        String robot = "kind: service, owner: eva, until: 2026-12-31, networks: [203.0.113.0/24, \"2001:db8::/48\"], organisation: acme, roles: [engineer]";
        DirectoryFile.Parsed.Valid valid = assertInstanceOf(DirectoryFile.Parsed.Valid.class,
                DirectoryFile.parse("d.yaml", World.text().replace(emil, robot)));
        ServiceAccount account = valid.directory().people().stream()
                .filter(each -> each.name().value().equals("emil")).findFirst().flatMap(Person::service)
                .orElseThrow();
        assertEquals(Instant.parse("2027-01-01T00:00:00Z"), account.until());
        assertEquals(List.of("203.0.113.0/24", "2001:db8:0:0:0:0:0:0/48"), account.networkTexts());
        assertEquals(List.of("missing-field", "missing-field", "missing-field"),
                codes(World.text().replace(emil, "kind: service, organisation: acme")));
        assertEquals(List.of("bad-network"),
                codes(World.text().replace(emil, robot.replace("203.0.113.0/24", "203.0.113.1/24"))));
        assertEquals(List.of("role-not-service"),
                codes(World.text().replace(emil, robot.replace("[engineer]", "[manager]"))));
        assertEquals(List.of("not-a-human"),
                codes(World.text().replace(emil, robot + ", mail: bot@acme.example")));
        assertEquals(List.of("not-a-service"), codes(World.text().replace(emil, emil + ", owner: eva")));
        assertEquals(List.of("unknown-value"),
                codes(World.text().replace(emil, robot.replace("kind: service", "kind: robot"))).stream()
                        .filter("unknown-value"::equals).toList());
    }

    @Test
    void anOwnerIsAHumanOfTheSameOrganisationOrOfTheCompany() {
        String emil = "full_name: Emil Engineer, organisation: acme, groups: [acme/ops], roles: [engineer]";
        String robot = "kind: service, owner: %s, until: 2026-12-31, networks: [203.0.113.0/24], organisation: %s";
        assertInstanceOf(DirectoryFile.Parsed.Valid.class,
                DirectoryFile.parse("d.yaml", World.text().replace(emil, robot.formatted("ada", "acme"))));
        assertEquals(List.of("bad-owner"),
                codes(World.text().replace(emil, robot.formatted("eva", "example"))));
        assertEquals(List.of("bad-owner"),
                codes(World.text().replace(emil, robot.formatted("emil", "acme"))), "itself is no human");
        String ivan = "full_name: Ivan Insider, organisation: example, groups: [ops-owners], roles: [engineer]";
        assertEquals(List.of("unknown-sponsor"), codes(World.text().replace("sponsor: ada", "sponsor: ivan")
                .replace(ivan, robot.formatted("ada", "example"))), "what runs by itself sponsors nobody");
    }

    @Test
    void namesAreUniqueAndReferencesExist() {
        assertEquals(List.of("duplicate-name"), codes(World.text().replace("name: db-1", "name: web-1")));
        assertEquals(List.of("unknown-sponsor"), codes(World.text().replace("sponsor: ada", "sponsor: eva")));
        assertEquals(List.of("unknown-provider"),
                codes(World.text().replace("provider: acme", "provider: example")));
        assertEquals(List.of("bad-date"), codes(World.text().replace("until: 2026-03-31", "until: soon")));
    }

    @Test
    void theSameFileChangesNothing(@TempDir Path folder) {
        try (World world = World.in(folder)) {
            assertEquals(0, world.adopt(World.text()));
            assertEquals(1, world.adopt(World.text().replace("Eva Engineer", "Eva E. Engineer")));
            assertEquals("person-changed", world.journalled().getLast());
        }
    }

    @Test
    void aKeyMayMoveFromOneWhoLeaves(@TempDir Path folder) {
        try (World world = World.in(folder)) {
            String moved = World.text().lines().filter(line -> !line.contains("name: emil,"))
                    .reduce("", (a, b) -> a + b + "\n")
                    .replace(World.key(1), World.key(2));
            assertTrue(world.adopt(moved) > 0);
            assertEquals(1, world.domain.people().keysOf(world.person("eva").name()).size());
        }
    }
}
