package io.sallyport.broker.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sallyport.broker.World;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.yaml.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that nobody could ever satisfy are told of before an engineer waits for them. */
class StaffingTest {
    private static final Person ADA = approver("ada", "ops-owners", "security");
    private static final Person OTTO = approver("otto", "ops-owners");
    private static final Target WEB = target("web-1", "staging", "ops-owners");
    private static final Target DB = target("db-1", "prod", "db-owners");
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: both-groups
                title: Two groups say yes
                who: { group: acme/ops }
                where: { env: staging }
                login: deploy
                max: 2h
                approval: { before: [{ count: 1, from: ops-owners }, { count: 1, from: security }] }
                rights: { shell: true }
              - id: by-owners
                title: The owners of the target
                who: { group: acme/ops }
                where: { env: prod }
                login: deploy
                max: 2h
                approval: { before: [{ count: 1, from: target-owner }] }
                rights: { shell: true }
              - id: emergency
                title: Reviewed by two
                who: { group: acme/ops }
                where: { env: prod }
                login: deploy
                max: 1h
                approval: { after: [{ count: 2, from: security }] }
                rights: { shell: true }
            require:
              - id: watched
                title: Watched by two
                where: { env: staging }
                rights: { observer: [{ count: 2, from: security }] }
            """;

    @TempDir
    Path folder;

    private static Person approver(String name, String... groups) {
        return new Person(new PersonName(name), name, new OrganisationName("example"), true,
                Arrays.stream(groups).map(GroupName::new).collect(Collectors.toSet()), Set.of(Role.APPROVER),
                true);
    }

    private static Target target(String name, String env, String owner) {
        return new Target(new TargetName(name), Map.of("env", env), new GroupName(owner), "", false);
    }

    private List<String> warnings(List<Person> people, Target... targets) throws IOException {
        PolicySnapshot policy = World.policy(folder, "staffing", RULES);
        return Staffing.warnings(policy, people, List.of(targets)).stream().map(Problem::message).toList();
    }

    @Test
    void onePersonDoesNotFillTwoPlaces() throws IOException {
        assertEquals(
                List.of("rule 'both-groups' wants 1 of ops-owners and 1 of security on web-1; the directory"
                        + " has ada in ops-owners and ada in security",
                        "rule 'watched' wants to be watched by 2 of security; the directory has ada in security"),
                warnings(List.of(ADA), WEB));
    }

    @Test
    void enoughPeopleAreNoMatter() throws IOException {
        assertEquals(List.of(),
                warnings(List.of(ADA, OTTO, approver("sue", "security"), approver("dan", "db-owners")), WEB,
                        DB));
    }

    @Test
    void ownersCountForTheirOwnTargets() throws IOException {
        assertEquals(List.of(
                "rule 'by-owners' wants 1 of db-owners on db-1; the directory has nobody in db-owners",
                "rule 'emergency' wants 2 of security on db-1; the directory has ada in security"),
                warnings(List.of(ADA, OTTO), DB));
    }

    @Test
    void ruleWithoutATargetWaitsForOne() throws IOException {
        assertEquals(List.of(), warnings(List.of()));
    }

    @Test
    void whoMayNotApproveIsNotCounted() throws IOException {
        Person left = new Person(OTTO.name(), "otto", OTTO.organisation(), true, OTTO.groups(), OTTO.roles(),
                false);
        Person reader = new Person(OTTO.name(), "otto", OTTO.organisation(), true, OTTO.groups(),
                Set.of(Role.AUDITOR), true);
        Person theirs = new Person(OTTO.name(), "otto", new OrganisationName("acme"), false, OTTO.groups(),
                OTTO.roles(), true);
        for (Person person : List.of(left, reader, theirs)) {
            assertEquals(2, warnings(List.of(ADA, person), WEB).size(), person.toString());
        }
        assertEquals(1, warnings(List.of(ADA, OTTO), WEB).size());
    }
}
