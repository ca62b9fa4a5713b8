package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.yaml.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyCompilerTest {
    private static final String GOOD = """
            allow:
              - id: acme-dba
                title: Databases
                who: { group: acme/dba }
                where: { env: prod, role: [db, app] }
                login: postgres
                max: 2h
                approval: { before: [{ count: 1, from: dba-owners }] }
                rights: { profile: look, sftp: none }
            """;

    @Test
    void aCleanFolderHasNoProblems() {
        assertEquals("\n", Folder.text(new Folder().with("rules/a.yaml", GOOD).problems()));
    }

    @Test
    void allMistakesOfAllFilesAreReportedAtOnceWithTheirPlace() throws IOException {
        Folder folder = new Folder().raw("rules/broken.yaml", resource("mistakes.yaml"))
                .raw("rules/syntax.yaml", "format: sallyport-policy/1\nallow:\n  - id: [\n");
        assertEquals(resource("mistakes.txt"), Folder.text(folder.problems()));
    }

    @Test
    void aRuleMayNotExceedTheOrganisationsLimit() {
        List<Problem> problems = new Folder().with("rules/a.yaml", GOOD.replace("max: 2h", "max: 9h"))
                .problems();
        assertEquals(List.of("out-of-bounds"), problems.stream().map(Problem::code).toList());
        assertTrue(problems.getFirst().message().contains("8h (limits.max in policy.yaml)"));
    }

    @Test
    void besideAProfileRightsCanOnlyBeTightened() {
        List<Problem> problems = new Folder()
                .with("rules/a.yaml", GOOD.replace("sftp: none", "sftp: read-write")).problems();
        assertEquals(List.of("wider-than-profile"), problems.stream().map(Problem::code).toList());
    }

    @Test
    void anAutomaticRuleBesideOneThatWantsApprovalIsWarnedOf() {
        String automatic = GOOD.replace("acme-dba", "acme-free")
                .replace("before: [{ count: 1, from: dba-owners }]",
                        "automatic: Nobody needs to look at this")
                .replace("group: acme/free", "group: acme/dba");
        List<Problem> problems = new Folder().with("rules/a.yaml", GOOD).with("rules/b.yaml", automatic)
                .problems();
        assertEquals(List.of("bypasses-approval"), problems.stream().map(Problem::code).toList());
        assertFalse(problems.getFirst().isError());
    }

    @Test
    void anchorsTagsAndDoubleKeysAreRefused() {
        for (String trick : List.of("labels: &a { env: [x] }\ngroups: *a\n", "labels: !mine { env: [x] }\n",
                "labels: { env: [x], env: [y] }\n")) {
            assertInstanceOf(Compiled.Invalid.class, new Folder().with("vocabulary.yaml", trick).compile(),
                    trick);
        }
    }

    @Test
    void theVersionChangesWithAnyTextAndAnyName() {
        String hash = new Folder().with("rules/a.yaml", GOOD).source().hash();
        assertEquals(hash, new Folder().with("rules/a.yaml", GOOD).source().hash());
        assertNotEquals(hash, new Folder().with("rules/b.yaml", GOOD).source().hash());
        assertNotEquals(hash, new Folder().with("rules/a.yaml", GOOD + "# a comment\n").source().hash());
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PolicyCompilerTest.class.getResourceAsStream("/golden/policy/1/" + name)) {
            return in == null ? "(no " + name + ")" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aRuleNamesWhatItOpens() {
        String problems = Folder.text(new Folder().with("rules/a.yaml", """
                allow:
                  - id: everybody-else
                    title: Everything but root
                    who: { group: { not: acme/web } }
                    where: any-host
                    login: { not: root }
                    max: 1h
                    approval: { automatic: Because it is only a test }
                    rights: { shell: true }
                """).problems());
        assertEquals(2, problems.split("names-needed", -1).length - 1, problems);
    }

    @Test
    void whatAMessageQuotesCanNotSteerATerminal() {
        String problems = Folder.text(new Folder().with("rules/a.yaml", "\"a\\e]0;x\\a\": 1\n").problems());
        assertTrue(problems.contains("'a?]0;x?' is not a field"), problems);
    }
}
