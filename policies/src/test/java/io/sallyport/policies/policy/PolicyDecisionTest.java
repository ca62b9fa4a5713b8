package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Recording;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyDecisionTest {
    private static final Instant AT = Instant.parse("2026-03-03T09:00:00Z");
    private static final List<String> RULES = List.of(
            rule("prod-two", "group: acme/dba", "env: prod", "max: 4h",
                    "before: [{ count: 2, from: dba-owners }]"),
            rule("prod-one", "group: acme/dba", "env: prod", "max: 2h",
                    "before: [{ count: 1, from: dba-owners }]"),
            rule("prod-one-short", "group: acme/dba", "env: prod", "max: 1h",
                    "before: [{ count: 1, from: target-owner }]"),
            rule("staging-free", "group: acme/dba", "env: staging", "max: 30m",
                    "automatic: Staging holds no customer data"),
            rule("strong", "group: acme/dba, mfa: phishing-resistant", "env: prod", "max: 8h",
                    "before: [{ count: 1, from: secops }]"),
            rule("globex", "group: globex/sap", "role: { not: [db] }", "max: 1h",
                    "before: [{ count: 1, from: secops }]"));

    private static String rule(String id, String who, String where, String max, String approval) {
        return "  - { id: %s, title: Rule %s, who: { %s }, where: { %s }, login: [postgres, app], %s, approval: { %s }, rights: { shell: true, sftp: read } }%n"
                .formatted(id, id, who, where, max, approval);
    }

    private static Facts facts(String group, String env, String login, Duration asked, Optional<Mfa> mfa) {
        return Facts.of(
                new Facts.Requester(new PersonName("eva"), PersonKind.HUMAN, new OrganisationName("acme"),
                        Optional.of(Set.of(new GroupName(group))), mfa, Optional.empty()),
                new Facts.Target(new TargetName("db01"), Map.of("env", env, "role", "db"),
                        new GroupName("dba-owners")),
                new LoginName(login), AT, asked);
    }

    private static PolicySnapshot snapshot(List<String> rules) {
        return new Folder().with("rules/a.yaml", "allow:\n" + String.join("", rules)).snapshot();
    }

    @Test
    void nothingIsAllowedThatNoRuleAllows() {
        Decision decision = snapshot(RULES)
                .decide(facts("acme/dba", "prod", "root", Duration.ofHours(1), Optional.of(Mfa.NONE)));
        Decision.Denied denied = assertInstanceOf(Decision.Denied.class, decision);
        assertTrue(
                denied.forEngineer().toString()
                        .contains("login: needs app or postgres, is root"),
                denied.forEngineer().toString());
    }

    @Test
    void fewestApprovalsThenLongestTimeThenSmallestIdIsChosen() {
        assertEquals("prod-one",
                chosen(facts("acme/dba", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.NONE))));
        assertEquals("prod-two",
                chosen(facts("acme/dba", "prod", "app", Duration.ofHours(3), Optional.of(Mfa.NONE))));
        assertEquals("strong", chosen(
                facts("acme/dba", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.PHISHING_RESISTANT))));
    }

    @Test
    void whatIsNotKnownOpensNothing() {
        assertEquals("prod-two",
                chosen(facts("acme/dba", "prod", "app", Duration.ofHours(4), Optional.empty())));
        Decision decision = snapshot(RULES.subList(4, 5))
                .decide(facts("acme/dba", "prod", "app", Duration.ofHours(1), Optional.empty()));
        Decision.Denied denied = assertInstanceOf(Decision.Denied.class, decision);
        assertEquals(Check.Outcome.UNKNOWN,
                denied.explanation().closest().orElseThrow().failed().getFirst().outcome());
    }

    @Test
    void theOrderOfRulesNeverMatters() {
        Random random = new Random(1);
        List<String> shuffled = new ArrayList<>(RULES);
        Facts facts = facts("acme/dba", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.OTP));
        String first = summary(snapshot(RULES).decide(facts));
        for (int i = 0; i < 200; i++) {
            Collections.shuffle(shuffled, random);
            assertEquals(first, summary(snapshot(shuffled).decide(facts)));
        }
    }

    @Test
    void aNamedRuleIsUsedOrNone() {
        Facts asked = facts("acme/dba", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.NONE));
        Facts named = asked.withNamed(Optional.of(new RuleId("prod-two")));
        assertEquals("prod-two", ((Decision.Allowed) snapshot(RULES).decide(named)).rule().value());
    }

    @Test
    void limitsCapEveryRule() {
        PolicySnapshot snapshot = new Folder()
                .with("policy.yaml",
                        "limits: { max: 8h, rights: { record: { input: full, seal: sealed } } }\n")
                .with("rules/a.yaml", "allow:\n" + RULES.getFirst()).snapshot();
        Decision.Allowed allowed = (Decision.Allowed) snapshot
                .decide(facts("acme/dba", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.NONE)));
        assertEquals(Recording.most(), allowed.rights().record());
        assertTrue(allowed.rights().shell());
    }

    @Test
    void aRuleThatAsksForMoreRightsThanTheLimitsIsAnError() {
        String problems = Folder.text(new Folder().with("policy.yaml", "limits: { rights: { sftp: none } }\n")
                .with("rules/a.yaml", "allow:\n" + RULES.getFirst()).problems());
        assertTrue(problems.contains("rules/a.yaml:") && problems.contains("[above-limits] 'sftp'"),
                problems);
    }

    @Test
    void anEngineerLearnsNothingOfRulesAboutOthers() {
        Decision decision = snapshot(RULES)
                .decide(facts("acme/dba", "nowhere", "app", Duration.ofHours(1), Optional.of(Mfa.NONE)));
        assertFalse(decision.forEngineer().toString().contains("globex"));
        assertTrue(decision.forAuditor().toString().contains("globex"));
    }

    @Test
    void aComplementFitsEverythingElseAndAnAbsentLabel() {
        Decision denied = snapshot(RULES)
                .decide(facts("globex/sap", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.NONE)));
        assertInstanceOf(Decision.Denied.class, denied);
        Facts asked = facts("globex/sap", "prod", "app", Duration.ofHours(1), Optional.of(Mfa.NONE));
        Facts unlabelled = asked.withTarget(
                new Facts.Target(asked.target().name(), Map.of(), asked.target().owner()));
        assertInstanceOf(Decision.Allowed.class, snapshot(RULES).decide(unlabelled));
    }

    private static String chosen(Facts facts) {
        return ((Decision.Allowed) snapshot(RULES).decide(facts)).rule().value();
    }

    /** All but the policy's hash and the places of rules, which change with the text. */
    private static String summary(Decision decision) {
        Decision.Allowed allowed = (Decision.Allowed) decision;
        return allowed.rule() + " " + allowed.approval() + " " + allowed.end() + " " + allowed.rights() + " "
                + allowed.explanation().traces().stream().map(trace -> trace.rule() + "" + trace.checks())
                        .toList();
    }
}
