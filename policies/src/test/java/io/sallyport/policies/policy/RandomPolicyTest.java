package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What holds for any rules and any facts. {@code -Dproperties=extended} asks for many more of them. */
class RandomPolicyTest {
    private static final int ROUNDS = System.getProperty("properties", "").equals("extended") ? 200_000 : 300;

    @Property(tries = 5)
    void addingARuleThatTightensOrRefusesNeverWidens(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS / 5; i++) {
            List<Rule> rules = RandomRules.rules(random);
            List<Rule> more = new ArrayList<>(rules);
            more.add(random.nextBoolean() ? RandomRules.require(random, 90) : RandomRules.deny(random, 90));
            Facts facts = RandomRules.facts(random);
            Decision before = RandomRules.snapshot(rules).decide(facts);
            Decision after = RandomRules.snapshot(more).decide(facts);
            if (after instanceof Decision.Allowed tighter) {
                Decision.Allowed wider = assertInstanceOf(Decision.Allowed.class, before);
                assertTrue(tighter.rights().within(wider.rights()));
                assertTrue(!tighter.end().isAfter(wider.end()));
                assertTrue(tighter.max().compareTo(wider.max()) <= 0);
                assertTrue(tighter.before().containsAll(wider.before()));
                assertTrue(tighter.people() >= wider.people());
            }
        }
    }

    @Property(tries = 5)
    void addingAWayNeverTurnsAYesIntoANo(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS / 5; i++) {
            List<Rule> rules = RandomRules.rules(random);
            List<Rule> more = new ArrayList<>(rules);
            more.add(RandomRules.allow(random, 90));
            Facts facts = RandomRules.facts(random);
            if (RandomRules.snapshot(rules).decide(facts) instanceof Decision.Allowed) {
                assertInstanceOf(Decision.Allowed.class, RandomRules.snapshot(more).decide(facts));
            }
        }
    }

    @Property(tries = 5)
    void theOrderOfRulesNeverMatters(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS / 5; i++) {
            List<Rule> rules = RandomRules.rules(random);
            List<Rule> shuffled = new ArrayList<>(rules);
            Collections.shuffle(shuffled, random);
            Facts facts = RandomRules.facts(random);
            assertArrayEquals(RandomRules.snapshot(rules).decide(facts).json().canonical(),
                    RandomRules.snapshot(shuffled).decide(facts).json().canonical());
        }
    }

    /** From the text on: the same rules in other files and another order. Only their places and the version differ, so they are made equal. */
    @Test
    void shufflingRulesAndFilesGivesTheSameBytes() {
        Random random = new Random(7);
        List<String> rules = new ArrayList<>(List.of(
                "allow:\n  - { id: prod, title: T, who: { group: acme/dba }, where: { env: prod }, login: postgres, max: 2h, approval: { before: { from: dba-owners } }, rights: { shell: true } }\n",
                "allow:\n  - { id: prod-more, title: T, who: { group: [acme/dba, acme/web] }, where: any-host, login: [postgres, app], max: 4h, approval: { before: { from: secops } }, rights: { shell: true, sftp: read } }\n",
                "allow:\n  - { id: emergency, title: T, who: { group: acme/dba }, where: { env: prod }, login: postgres, max: 1h, approval: { after: { from: dba-owners } }, rights: { shell: true } }\n",
                "require:\n  - { id: watched, title: T, ticket: { priority: P1 }, rights: { observer: { from: secops } } }\n",
                "require:\n  - { id: short, title: T, where: { role: db }, max: 20m }\n",
                "deny:\n  - { id: closed, title: T, where: { env: staging }, reason: Closed. }\n"));
        List<Facts> facts = List.of(FactsSamples.eva("acme/dba"), FactsSamples.eva("acme/web"),
                FactsSamples.eva("acme/dba").withBreakGlass(true),
                FactsSamples.eva("acme/dba")
                        .withTicket(Fact.known(Ticket.of("I-1", Map.of("priority", "P1")))));
        List<String> first = answers(rules, facts);
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(rules, random);
            assertTrue(first.equals(answers(rules, facts)));
        }
    }

    private static List<String> answers(List<String> rules, List<Facts> facts) {
        Folder folder = new Folder();
        for (int i = 0; i < rules.size(); i++) {
            folder.with("rules/r" + i + ".yaml", rules.get(i));
        }
        PolicySnapshot snapshot = folder.snapshot();
        return facts.stream().map(snapshot::decide)
                .map(decision -> new String(decision.json().canonical(), StandardCharsets.UTF_8)
                        .replaceAll("\"file\":\"rules/r[0-9].yaml\"", "\"file\":\"r\"")
                        .replace(snapshot.hash(), "hash"))
                .toList();
    }

    /** The property is worth something only if random requests are answered in both ways. */
    @Test
    void randomRequestsAreAnsweredInBothWays() {
        Random random = new Random(1);
        int yes = 0;
        int tightened = 0;
        for (int i = 0; i < 300; i++) {
            Decision decision = RandomRules.snapshot(RandomRules.rules(random))
                    .decide(RandomRules.facts(random));
            if (decision instanceof Decision.Allowed allowed) {
                yes++;
                tightened += allowed.requires().isEmpty() ? 0 : 1;
            }
        }
        assertTrue(yes > 60 && yes < 240 && tightened > 30, yes + " yes, " + tightened + " tightened");
    }
}
