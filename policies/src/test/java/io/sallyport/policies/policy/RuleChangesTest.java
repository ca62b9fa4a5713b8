package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Problems;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleChangesTest {
    private static final String ALLOW = """
            allow:
              - id: %s
                title: T
                who: { group: acme/dba }
                where: { env: prod }
                login: postgres
                when: [business-hours]
                max: 1h
                approval: { before: [{ count: 1, from: dba-owners }] }
                rights: { profile: look }
            """;
    private static final String DENY = "deny: [{ id: rule-b, title: T, who: { group: acme/web }, where: { env: prod }, reason: R }]\n";

    private static Folder folder(String id) {
        return new Folder().with("rules/a.yaml", ALLOW.formatted(id));
    }

    private static List<RuleId> ids(String... ids) {
        return List.of(ids).stream().map(RuleId::new).toList();
    }

    @Test
    void aFolderReadTwiceHasNoChanges() {
        Path example = Path.of("example");
        RuleChanges changes = RuleChanges.between(read(example), read(example));
        assertTrue(changes.isEmpty(), changes.toString());
    }

    private static PolicySnapshot read(Path folder) {
        PolicySource source = PolicySource.read(folder, new Problems());
        return ((Compiled.Valid) PolicyCompiler.compile(source)).snapshot();
    }

    @Test
    void addedRemovedAndChangedRulesAreNamed() {
        PolicySnapshot before = folder("rule-a").with("rules/b.yaml", DENY).snapshot();
        PolicySnapshot after = folder("rule-c")
                .with("rules/b.yaml", DENY.replace("acme/web", "acme/dba").replace("prod", "staging"))
                .snapshot();
        assertEquals(new RuleChanges(ids("rule-c"), ids("rule-a"), ids("rule-b")),
                RuleChanges.between(before, after));
    }

    @Test
    void whereARuleStandsDoesNotCount() {
        assertTrue(RuleChanges.between(folder("rule-a").snapshot(),
                new Folder().with("rules/moved.yaml", "# a comment\n" + ALLOW.formatted("rule-a")).snapshot())
                .isEmpty());
    }

    @Test
    void aRuleIsChangedByTheProfileItUses() {
        PolicySnapshot after = folder("rule-a")
                .with("profiles.yaml", "profiles: { look: { shell: true, pty: true, exec: none } }\n")
                .snapshot();
        assertEquals(ids("rule-a"), RuleChanges.between(folder("rule-a").snapshot(), after).changed());
    }
}
