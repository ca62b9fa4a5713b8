package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a proposed policy would change is told with what opens more first. */
class PolicyDiffTest {
    private static PolicySnapshot policy(String id, String group, String max, int people, boolean shell) {
        return new Folder().with("rules/a.yaml", """
                allow:
                  - id: %s
                    title: T
                    who: { group: %s }
                    where: { env: prod }
                    login: postgres
                    max: %s
                    approval: { before: [{ count: %d, from: dba-owners }] }
                    rights: { shell: %s, exec: any }
                """.formatted(id, group, max, people, shell)).snapshot();
    }

    private static List<List<PolicyDiff.Change>> changes(PolicySnapshot before, PolicySnapshot after) {
        return PolicyDiff.compare(before, after,
                List.of(FactsSamples.eva("acme/dba"), FactsSamples.eva("acme/web"))).stream()
                .map(PolicyDiff.Difference::changes).toList();
    }

    @Test
    void theSamePolicyChangesNothing() {
        assertEquals(List.of(), changes(policy("one", "acme/dba", "1h", 1, true),
                policy("one", "acme/dba", "1h", 1, true)));
    }

    @Test
    void whatOpensMoreComesFirst() {
        assertEquals(
                List.of(List.of(PolicyDiff.Change.NEWLY_ALLOWED), List.of(PolicyDiff.Change.NEWLY_DENIED)),
                changes(policy("one", "acme/dba", "1h", 1, true), policy("one", "acme/web", "1h", 1, true)));
    }

    @Test
    void everyTermThatChangesIsNamed() {
        PolicySnapshot loose = policy("one", "acme/dba", "2h", 1, true);
        PolicySnapshot tight = policy("two", "acme/dba", "1h", 2, false);
        assertEquals(List.of(List.of(PolicyDiff.Change.MORE_APPROVALS, PolicyDiff.Change.SHORTER,
                PolicyDiff.Change.OTHER_RULE, PolicyDiff.Change.TIGHTER)), changes(loose, tight));
        assertEquals(List.of(List.of(PolicyDiff.Change.FEWER_APPROVALS, PolicyDiff.Change.WIDER,
                PolicyDiff.Change.LONGER, PolicyDiff.Change.OTHER_RULE)), changes(tight, loose));
    }

    private static PolicySnapshot emergency(String title, String approval) {
        return new Folder().with("rules/a.yaml", """
                allow:
                  - id: emergency
                    title: %s
                    who: { group: acme/dba }
                    where: { env: prod }
                    login: postgres
                    max: 2h
                    approval: { %s }
                    rights: { shell: true }
                """.formatted(title, approval)).snapshot();
    }

    private static List<List<PolicyDiff.Change>> inAnEmergency(String before, String after) {
        return PolicyDiff.compare(emergency("T", before), emergency("Another title", after),
                List.of(FactsSamples.eva("acme/dba").withBreakGlass(true))).stream()
                .map(PolicyDiff.Difference::changes).toList();
    }

    @Test
    void whoReviewsAnEmergencyAfterwardsCounts() {
        String two = "after: [{ count: 2, from: dba-owners }], within: 24h, unreviewed: suspend, quota: 2 per 30d";
        assertEquals(List.of(), inAnEmergency(two, two));
        assertEquals(List.of(List.of(PolicyDiff.Change.FEWER_APPROVALS, PolicyDiff.Change.OTHER_RULE)),
                inAnEmergency(two, two.replace("count: 2", "count: 1")));
        for (String softer : List.of(two.replace("24h", "48h"), two.replace("suspend", "report"),
                two.replace("2 per", "9 per"))) {
            assertEquals(List.of(List.of(PolicyDiff.Change.OTHER_RULE)), inAnEmergency(two, softer));
        }
    }

    @Test
    void aLongerRuleIsSeenEvenWhereItsWindowEndsSooner() {
        PolicySnapshot before = emergency("T", "before: { from: dba-owners }");
        PolicySnapshot after = new Folder().with("rules/a.yaml", """
                allow:
                  - id: emergency
                    title: T
                    who: { group: acme/dba }
                    where: { env: prod }
                    login: postgres
                    when: business-hours
                    max: 4h
                    approval: { before: { from: dba-owners } }
                    rights: { shell: true }
                """).snapshot();
        Facts late = FactsSamples.eva("acme/dba").withTime(FactsSamples.AT.plus(Duration.ofHours(7)),
                Duration.ofHours(2));
        assertEquals(List.of(List.of(PolicyDiff.Change.LONGER, PolicyDiff.Change.SHORTER)),
                PolicyDiff.compare(before, after, List.of(late)).stream()
                        .map(PolicyDiff.Difference::changes).toList());
    }

    @Test
    void theOrderOfPlacesToFillChangesNothing() {
        String before = "before: [{ count: 1, from: dba-owners }, { count: 1, from: secops }]";
        String after = "before: [{ count: 1, from: secops }, { count: 1, from: dba-owners }]";
        assertEquals(List.of(), PolicyDiff.compare(emergency("T", before), emergency("U", after),
                List.of(FactsSamples.eva("acme/dba"))));
    }

    @Test
    void aRuleThatNoLongerFitsIsNamedWithWhatItNeeds() {
        PolicyDiff.Difference denied = PolicyDiff.compare(policy("one", "acme/dba", "4h", 1, true),
                policy("one", "acme/dba", "1m", 1, true), List.of(FactsSamples.eva("acme/dba"))).getFirst();
        assertTrue(denied.details().getFirst().endsWith(" Rule one needs max at most 1m."),
                denied.details().getFirst());
        assertEquals(List.of("one at rules/a.yaml:3:5"), denied.before());
        assertEquals(List.of(), denied.after());
        assertTrue(PolicyDiff.compare(policy("one", "acme/dba", "4h", 1, true),
                policy("two", "acme/web", "4h", 1, true), List.of(FactsSamples.eva("acme/dba"))).getFirst()
                .details().getFirst().endsWith(" There is no rule one."));
    }
}
