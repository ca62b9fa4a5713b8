package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules whose lists are longer than a certificate: as much as a grant can carry, and no request finds out too late. */
class LargeListsTest {

    private static String commands(String name, int many, int characters) {
        return IntStream.range(0, many)
                .mapToObj(i -> "\"run %s-%04d %s\"".formatted(name, i, "x".repeat(characters)))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String allow(String id, String max, String commands) {
        return """
                  - id: %s
                    title: Databases
                    who: { group: acme/dba }
                    where: { env: prod }
                    login: postgres
                    max: %s
                    approval: { before: [{ count: 1, from: dba-owners }] }
                    rights: { exec: %s }
                """.formatted(id, max, commands);
    }

    private static String require(String id, String commands) {
        return "  - { id: %s, title: Tighter, where: { role: db }, rights: { exec: %s } }%n".formatted(id,
                commands);
    }

    private static Folder folder(String rules) {
        return new Folder().with("rules/a.yaml", rules);
    }

    private static Decision decide(String rules) {
        return folder(rules).snapshot().decide(FactsSamples.eva("acme/dba").withTicket(Fact.absent())
                .withMaintenance(Fact.absent()));
    }

    @Test
    void aRuleOfThreeHundredCommandsIsUsed() {
        Decision.Allowed allowed = assertInstanceOf(Decision.Allowed.class,
                decide("allow:\n" + allow("many", "2h", commands("a", 300, 20))));
        assertEquals(300, allowed.rights().exec().lists().getFirst().size());
        assertTrue(GrantLists.fit(allowed.rights()));
    }

    @Test
    void aRuleBeyondItsHalfOfTheListsIsAnError() {
        String problems = Folder
                .text(folder("allow:\n" + allow("many", "2h", commands("a", 300, 70))).problems());
        assertTrue(problems.contains("[rights-too-large]") && problems.contains("24576 bytes"), problems);
        String tighter = Folder
                .text(folder("allow:\n" + allow("few", "2h", commands("a", 3, 20)) + "require:\n"
                        + require("many", commands("b", 300, 70))).problems());
        assertTrue(tighter.contains("[rights-too-large]"), tighter);
    }

    @Test
    void theListsOfTheLimitsCountForEveryRule() {
        String problems = Folder.text(folder("allow:\n" + allow("many", "2h", commands("a", 300, 40)))
                .with("policy.yaml", "limits: { rights: { exec: " + commands("b", 300, 40) + " } }\n")
                .problems());
        assertTrue(problems.contains("[rights-too-large]"), problems);
    }

    @Test
    void aFullRuleAndAFullTighteningFitOneGrant() {
        Rights rights = assertInstanceOf(Decision.Allowed.class,
                decide("allow:\n" + allow("many", "2h", commands("a", 300, 60)) + "require:\n"
                        + require("tight", commands("b", 300, 60))))
                .rights();
        assertEquals(2, rights.exec().lists().size());
        assertTrue(GrantLists.fit(rights));
    }

    @Test
    void tighteningThatNoGrantCanCarryIsANoWhicheverRuleIsUsed() {
        String two = "require:\n" + require("tight-one", commands("b", 300, 40))
                + require("tight-two", commands("c", 300, 40));
        for (String rule : new String[]{commands("a", 3, 20), commands("a", 300, 60), "any"}) {
            Decision.Denied denied = assertInstanceOf(Decision.Denied.class,
                    decide("allow:\n" + allow("some", "2h", rule) + two));
            assertTrue(denied.reason().contains("More rules tighten"), denied.reason());
        }
    }

    /** Profiles bring a list of their own, so two lists for each of 16 rules: more than can even be held. */
    @Test
    void moreListsThanCanBeHeldAreANoToo() {
        StringBuilder rules = new StringBuilder(
                "allow:\n" + allow("some", "2h", "[\"run **\"]") + "require:\n");
        for (int i = 0; i < 16; i++) {
            rules.append(
                    "  - { id: tight-%02d, title: Tighter, where: { role: db }, rights: { profile: p%02d, exec: [run %02d] } }%n"
                            .formatted(i, i, i));
        }
        StringBuilder profiles = new StringBuilder("profiles:\n");
        for (int i = 0; i < 16; i++) {
            profiles.append("  p%02d: { exec: [other %02d] }%n".formatted(i, i));
        }
        Decision decision = folder(rules.toString()).with("profiles.yaml", profiles.toString())
                .with("policy.yaml", "limits: { rights: { exec: [\"limit **\"] } }\n").snapshot()
                .decide(FactsSamples.eva("acme/dba").withTicket(Fact.absent())
                        .withMaintenance(Fact.absent()));
        assertTrue(assertInstanceOf(Decision.Denied.class, decision).reason().contains("More rules tighten"));
    }

    /** The better rule has longer lists: it must not take away what the other one allowed. */
    @Test
    void anotherRuleWithLongerListsNeverTurnsAYesIntoANo() {
        String tight = "require:\n" + require("tight", commands("b", 300, 60));
        String few = "allow:\n" + allow("few", "1h", commands("a", 3, 20));
        assertInstanceOf(Decision.Allowed.class, decide(few + tight));
        assertInstanceOf(Decision.Allowed.class,
                decide(few + allow("many", "2h", commands("c", 300, 60)) + tight));
    }
}
