package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
