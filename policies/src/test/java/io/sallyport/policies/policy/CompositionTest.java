package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How rules of all kinds come together. */
class CompositionTest {
    private static final String ALLOW = """
            allow:
              - id: prod
                title: Production
                who: { group: acme/dba }
                where: { env: prod }
                login: postgres
                max: 2h
                approval: { before: [{ count: 1, from: dba-owners }] }
                rights: { shell: true, sftp: read }
              - id: emergency
                title: Emergency
                who: { group: acme/dba }
                where: { env: prod }
                login: postgres
                max: 1h
                approval: { after: [{ count: 2, from: dba-owners }] }
                rights: { shell: true }
            """;
    private static final Fact<Ticket> P1 = Fact.known(Ticket.of("INC-1", Map.of("priority", "P1")));

    private static Facts facts() {
        return FactsSamples.eva("acme/dba").withTicket(Fact.absent()).withMaintenance(Fact.absent());
    }

    private static PolicySnapshot policy(String more) {
        return new Folder().with("rules/a.yaml", ALLOW + more).snapshot();
    }

    private static Decision.Allowed allowed(PolicySnapshot policy, Facts facts) {
        return assertInstanceOf(Decision.Allowed.class, policy.decide(facts),
                () -> policy.decide(facts).forAuditor().toString());
    }

    private static Decision.Denied denied(PolicySnapshot policy, Facts facts) {
        return assertInstanceOf(Decision.Denied.class, policy.decide(facts));
    }

    @Test
    void aDenyOverridesEverythingAlsoAnEmergency() {
        PolicySnapshot policy = policy("""
                deny:
                  - { id: closed, title: Closed, where: { role: db }, ticket: { priority: P1 }, reason: Ask the owners., running: terminate-now }
                """);
        for (boolean breakGlass : List.of(false, true)) {
            Facts facts = facts().withBreakGlass(breakGlass);
            assertInstanceOf(Decision.Allowed.class, policy.decide(facts));
            Decision.Denied denied = denied(policy, facts.withTicket(P1));
            assertEquals(Optional.of(new RuleId("closed")), denied.rule());
            assertEquals("Ask the owners.", denied.reason());
            assertEquals(Running.TERMINATE_NOW, denied.running());
            assertEquals(List.of(), denied.forEngineer());
        }
    }

    @Test
    void ofSeveralDeniesTheOneThatEndsSessionsAtOnceCounts() {
        PolicySnapshot policy = policy("""
                deny:
                  - { id: a-mild, title: Mild, where: { role: db }, ticket: { priority: P1 }, reason: Mild. }
                  - { id: b-hard, title: Hard, where: { role: db }, ticket: { priority: P1 }, reason: Hard., running: terminate-now }
                """);
        assertEquals("Hard.", denied(policy, facts().withTicket(P1)).reason());
    }

    @Test
    void whatIsNotKnownTightensAndRefuses() {
        PolicySnapshot watched = policy("""
                require:
                  - { id: watched, title: Watched, ticket: { priority: P1 }, rights: { observer: { from: secops } } }
                """);
        assertEquals(List.of(), allowed(watched, facts()).requires());
        assertEquals(1, allowed(watched, facts().withTicket(P1)).rights().observers().size());
        assertEquals(1, allowed(watched, facts().withTicket(Fact.unknown())).rights().observers().size());
        PolicySnapshot closed = policy("""
                deny:
                  - { id: closed, title: Closed, who: { mfa_below: otp }, ticket: { priority: P1 }, reason: Ask the owners. }
                """);
        Facts weak = facts().withRequester(new Facts.Requester(facts().requester().person(), PersonKind.HUMAN,
                facts().requester().organisation(), facts().requester().groups(), Optional.empty(),
                Optional.empty()));
        assertInstanceOf(Decision.Allowed.class, closed.decide(weak));
        assertTrue(denied(closed, weak.withTicket(Fact.unknown())).reason()
                .contains("Not known at the moment: who.mfa_below, ticket.priority"));
        assertInstanceOf(Decision.Allowed.class, closed.decide(facts().withTicket(Fact.unknown())));
    }

    @Test
    void unknownGroupsOpenNothingAndTellNothing() {
        Facts.Requester eva = facts().requester();
        Facts facts = facts().withRequester(
                new Facts.Requester(eva.person(), eva.kind(), eva.organisation(), Optional.empty(), eva.mfa(),
                        eva.source()));
        Decision.Denied denied = denied(policy(""), facts);
        assertTrue(denied.forEngineer().getFirst().contains("the directory does not answer"));
        assertFalse(denied.forEngineer().toString().contains("Production"));
    }

    @Test
    void requireAddsPeopleCutsTimeAndTightensRights() {
        PolicySnapshot policy = policy("""
                require:
                  - { id: two, title: Two people, where: { role: db }, approval: { before: { from: secops } } }
                  - { id: short, title: Short, where: { role: db }, max: 20m, rights: { sftp: none, concurrent: 10 } }
                """);
        Decision.Allowed allowed = allowed(policy, facts());
        assertEquals("1 of dba-owners and 1 of secops", Approval.Slot.text(allowed.before()));
        assertEquals(2, allowed.people());
        assertEquals(FactsSamples.AT.plus(Duration.ofMinutes(20)), allowed.end());
        assertEquals("at most 20m under rule short", allowed.endReason());
        assertEquals(Duration.ofMinutes(20), allowed.max());
        assertEquals("none", allowed.rights().sftp().mode().text());
        assertEquals(1, allowed.rights().concurrent());
        assertEquals(List.of(new RuleId("short"), new RuleId("two")), allowed.requires());
    }

    @Test
    void anAutomaticRuleThatIsTightenedByAPersonIsNoLongerAutomatic() {
        String automatic = ALLOW.replace("before: [{ count: 1, from: dba-owners }]",
                "automatic: Nobody needs to look");
        PolicySnapshot policy = new Folder().with("rules/a.yaml", automatic + """
                require:
                  - { id: two, title: Two people, ticket: { priority: P1 }, approval: { before: { from: secops } } }
                """).snapshot();
        assertEquals(Grant.Kind.AUTOMATIC, allowed(policy, facts()).kind());
        assertEquals(Grant.Kind.STANDARD, allowed(policy, facts().withTicket(P1)).kind());
    }

    @Test
    void anEmergencyIsOnlyWhatIsAskedForAsOne() {
        PolicySnapshot policy = policy("");
        assertEquals("prod", allowed(policy, facts()).rule().value());
        Decision.Allowed emergency = allowed(policy, facts().withBreakGlass(true));
        assertEquals("emergency", emergency.rule().value());
        assertEquals(Grant.Kind.BREAK_GLASS, emergency.kind());
        assertEquals(0, emergency.people());
        Decision.Denied named = denied(policy, facts().withNamed(Optional.of(new RuleId("emergency"))));
        assertTrue(named.forEngineer().toString().contains("This rule is for emergencies only"),
                named::toString);
    }

    @Test
    void anAllowRuleThatAsksAboutATicketNeedsOne() {
        PolicySnapshot policy = new Folder()
                .with("rules/a.yaml",
                        ALLOW.replace("    max: 2h", "    ticket: { state: { not: closed } }\n    max: 2h"))
                .snapshot();
        assertInstanceOf(Decision.Denied.class, policy.decide(facts()));
        assertInstanceOf(Decision.Denied.class, policy.decide(facts().withTicket(Fact.unknown())));
        assertInstanceOf(Decision.Allowed.class, policy.decide(facts().withTicket(P1)));
        Decision.Denied closed = denied(policy, facts().withTicket(
                Fact.known(Ticket.of("CHG-1", Map.of("state", "closed")))));
        assertTrue(closed.forEngineer().toString()
                .contains("The ticket's state must be anything but closed, is closed"), closed::toString);
    }

    @Test
    void moreTighteningThanAGrantCanHoldIsANo() {
        StringBuilder many = new StringBuilder("require:\n");
        for (int i = 0; i < 17; i++) {
            many.append("  - { id: short-%02d, title: Short, where: { role: db }, max: 1h }%n".formatted(i));
        }
        assertTrue(denied(policy(many.toString()), facts()).reason().contains("More rules tighten"));
        StringBuilder people = new StringBuilder("require:\n");
        for (int i = 0; i < 2; i++) {
            people.append(
                    "  - { id: people-%d, title: People, approval: { before: { count: 3, from: secops } } }%n"
                            .formatted(i));
        }
        assertTrue(denied(policy(people.toString()), facts()).reason().contains("More rules tighten"));
    }

    @Test
    void lateStartEndsWithTheWindow() {
        PolicySnapshot policy = new Folder()
                .with("rules/a.yaml", ALLOW.replace("    max: 2h", "    when: business-hours\n    max: 2h"))
                .snapshot();
        Decision.Allowed late = allowed(policy, at("2026-03-03T16:00:00Z", "2h"));
        assertEquals(Instant.parse("2026-03-03T17:00:00Z"), late.end());
        assertEquals("end of window business-hours", late.endReason());
        Decision.Denied closed = denied(policy, at("2026-03-01T09:00:00Z", "1h"));
        assertTrue(closed.forEngineer().toString().contains("Opens Monday 2 March 08:00 Europe/Berlin"),
                () -> closed.forEngineer().toString());
    }

    @Test
    void whileAnotherWindowOfTheRuleIsOpenTheSessionGoesOn() {
        PolicySnapshot policy = new Folder().with("rules/a.yaml",
                ALLOW.replace("    max: 2h",
                        "    when: [evening, business-hours, declared-maintenance]\n    max: 4h"))
                .snapshot();
        Decision.Allowed late = allowed(policy, at("2026-03-03T16:30:00Z", "4h"));
        assertEquals(Instant.parse("2026-03-03T19:00:00Z"), late.end());
        assertEquals("end of window evening", late.endReason());
        Instant end = Instant.parse("2026-03-01T10:00:00Z");
        Decision.Allowed sunday = allowed(policy,
                at("2026-03-01T09:00:00Z", "2h").withMaintenance(Fact.known(end)));
        assertEquals(end, sunday.end());
        assertEquals("end of the declared maintenance", sunday.endReason());
        assertInstanceOf(Decision.Denied.class,
                policy.decide(at("2026-03-01T09:00:00Z", "2h").withMaintenance(Fact.unknown())));
    }

    @Test
    void whatADenyWindowWillRefuseEndsWhenItOpens() {
        PolicySnapshot policy = policy("""
                deny:
                  - { id: freeze, title: Freeze, where: { env: prod }, when: freeze, reason: Nothing on Friday afternoon. }
                """);
        Decision.Allowed friday = allowed(policy, at("2026-03-06T14:00:00Z", "2h"));
        assertEquals(Instant.parse("2026-03-06T15:00:00Z"), friday.end());
        assertEquals("beginning of what rule freeze refuses", friday.endReason());
        assertInstanceOf(Decision.Denied.class, policy.decide(at("2026-03-06T15:00:00Z", "1h")));
    }

    private static Facts at(String at, String asked) {
        return facts().withTime(Instant.parse(at),
                Durations.parse(asked).orElseThrow());
    }

    @Test
    void anEngineerReadsNoNamesOfGroupsThatApprove() {
        Decision.Allowed allowed = allowed(policy(""), facts());
        assertFalse(allowed.forEngineer().toString().contains("dba-owners"));
        assertTrue(allowed.forApprover().toString().contains("1 of dba-owners"));
        assertTrue(allowed.forAuditor().toString().contains("[inventory]"));
    }
}
