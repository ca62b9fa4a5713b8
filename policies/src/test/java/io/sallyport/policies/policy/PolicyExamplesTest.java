package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the runner of a folder's own tests promises. */
class PolicyExamplesTest {
    private static final String RULES = """
            allow:
              - id: prod
                title: Production
                who: { group: acme/dba }
                where: { env: prod }
                login: postgres
                when: business-hours
                max: 2h
                approval: { before: [{ count: 1, from: dba-owners }] }
                rights: { shell: true, sftp: { mode: read, paths: [/tmp/**] } }
              - id: staging
                title: Staging
                who: { group: acme/dba }
                where: { env: staging }
                login: postgres
                max: 1h
                approval: { automatic: Nobody needs to look }
                rights: { shell: true }
            """;
    private static final String BASE = """
            format: sallyport-policy-test/1
            base:
              person: { name: eva, groups: [acme/dba], mfa: otp }
              host: { name: db01, env: prod }
              login: postgres
              at: 2026-03-03T10:00+01:00
              for: 1h
            tests:
            """;

    private static PolicyExamples.Outcome run(String tests) {
        Folder folder = new Folder().with("rules/a.yaml", RULES).raw("tests/a.yaml", BASE + tests);
        return PolicyExamples.run(folder.source(), folder.snapshot());
    }

    @Test
    void whatHoldsHoldsAndRulesWithoutATestAreNamed() {
        PolicyExamples.Outcome outcome = run("""
                  - name: day
                    expect: { decision: allow, rule: prod, approvals: 1, sftp: read, shell: true, ends: 2026-03-03T11:00+01:00 }
                  - name: night
                    with: { at: 2026-03-03T22:00+01:00 }
                    expect: { decision: deny, failed: [when] }
                """);
        assertTrue(outcome.holds(), outcome::toString);
        assertEquals(List.of(new RuleId("staging")), outcome.untested());
        assertEquals(9, outcome.results().getFirst().at().line());
    }

    @Test
    void everyDifferenceIsNamedWithWhatWasExpected() {
        PolicyExamples.Outcome outcome = run("""
                  - name: wrong in many ways
                    expect: { decision: allow, rule: staging, approvals: 0, kind: automatic, sftp: none, shell: true, max: 1h, requires: [x-y] }
                """);
        assertFalse(outcome.holds());
        assertEquals(List.of("rule: expected staging, is prod", "kind: expected automatic, is standard",
                "approvals: expected 0, is 1", "max: expected 1h, is 2h", "requires: expected [x-y], is []",
                "sftp: is not as expected"), outcome.results().getFirst().differences());
        assertEquals(2, outcome.untested().size());
    }

    @Test
    void anUnexpectedNoSaysWhy() {
        PolicyExamples.Outcome outcome = run("""
                  - name: too long
                    with: { for: 3h }
                    expect: { decision: allow }
                """);
        assertTrue(outcome.results().getFirst().differences().toString().contains("Shorten to 2h"),
                outcome::toString);
    }

    @Test
    void mistakesInATestFileAreProblemsWithTheirPlace() {
        PolicyExamples.Outcome outcome = run("""
                  - name: slips
                    with: { host: { env: prdo, rol: db }, person: { groups: [acme/dbaa] }, at: yesterday, tiket: none }
                    expect: { decision: allow }
                  - name: says nothing
                    expect: { decision: allow, failed: [when] }
                  - expect: { decision: perhaps }
                """);
        assertFalse(outcome.holds());
        assertEquals(List.of("unknown-value", "unknown-field", "unknown-group", "bad-time", "unknown-field",
                "not-of-this-decision", "missing-field"),
                outcome.problems().stream().map(Problem::code).toList(), outcome::toString);
        assertEquals(List.of(), outcome.results());
    }

    @Test
    void unknownFactsCanBeTested() {
        PolicyExamples.Outcome outcome = run("""
                  - name: nobody knows the groups
                    with: { person: { groups: unknown }, ticket: unknown, maintenance_until: unknown }
                    expect: { decision: deny }
                """);
        assertTrue(outcome.holds(), outcome::toString);
    }
}
