package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What opens a way for people opens none for automation, and what closes one closes it for both. */
class ServiceAccountRulesTest {
    private static final String PEOPLE = rule("people", "group: acme/dba");
    private static final String SERVICES = rule("services", "group: acme/dba, kind: service");

    private static String rule(String id, String who) {
        return rule(id, who, "automatic: Nightly jobs");
    }

    private static String rule(String id, String who, String approval) {
        return "  - { id: %s, title: Rule %s, who: { %s }, where: { env: prod }, login: postgres, max: 2h, approval: { %s }, rights: { exec: any } }%n"
                .formatted(id, id, who, approval);
    }

    private static Folder folder(String allows, String more) {
        return new Folder().with("rules/a.yaml", "allow:\n" + allows + more);
    }

    private static Facts eva() {
        return FactsSamples.eva("acme/dba");
    }

    private static Facts robot() {
        Facts.Requester eva = eva().requester();
        return eva().withRequester(new Facts.Requester(eva.person(), PersonKind.SERVICE, eva.organisation(),
                eva.groups(), Optional.of(Mfa.NONE), eva.source()));
    }

    @Test
    void aRuleThatDoesNotSayOtherwiseIsForPeopleAlone() {
        PolicySnapshot people = folder(PEOPLE, "").snapshot();
        assertInstanceOf(Decision.Allowed.class, people.decide(eva()));
        Decision.Denied denied = assertInstanceOf(Decision.Denied.class, people.decide(robot()));
        assertEquals("No rule lets service accounts of your groups work on db01.", denied.reason());
        assertFalse(denied.forEngineer().toString().contains("Rule people"), "not told of others' rules");
    }

    @Test
    void aRuleForServiceAccountsIsForNobodyElse() {
        PolicySnapshot services = folder(SERVICES, "").snapshot();
        assertInstanceOf(Decision.Allowed.class, services.decide(robot()));
        assertInstanceOf(Decision.Denied.class, services.decide(eva()));
    }

    @Test
    void eachTakesItsOwnRuleWhereThereAreBoth() {
        PolicySnapshot both = folder(PEOPLE + SERVICES, "").snapshot();
        assertEquals(new RuleId("people"), ((Decision.Allowed) both.decide(eva())).rule());
        assertEquals(new RuleId("services"), ((Decision.Allowed) both.decide(robot())).rule());
    }

    @Test
    void whatRefusesAndTightensMeetsBothUnlessItSaysWhom() {
        String deny = "deny:\n  - { id: closed, title: Closed, who: { %s }, reason: Ask the owners }\n";
        PolicySnapshot all = folder(PEOPLE + SERVICES, deny.formatted("provider: acme")).snapshot();
        assertInstanceOf(Decision.Denied.class, all.decide(robot()));
        assertInstanceOf(Decision.Denied.class, all.decide(eva()));
        PolicySnapshot weak = folder(PEOPLE + SERVICES, deny.formatted("mfa_below: otp")).snapshot();
        assertInstanceOf(Decision.Denied.class, weak.decide(robot()));
        PolicySnapshot people = folder(PEOPLE + SERVICES, deny.formatted("mfa_below: otp, kind: human"))
                .snapshot();
        assertInstanceOf(Decision.Allowed.class, people.decide(robot()));
    }

    @Test
    void nobodyAsksAServiceAccountForAProofOrAnEmergency() {
        assertEquals(List.of("service-proof"), codes(folder(
                rule("a-rule", "group: acme/dba, kind: service, mfa: otp"), "")));
        assertEquals(List.of("service-proof"), codes(folder(SERVICES,
                "deny:\n  - { id: closed, title: C, who: { kind: service, mfa_below: otp }, reason: No }\n")));
        assertEquals(List.of("service-emergency"),
                codes(folder(rule("a-rule", "group: acme/dba, kind: service",
                        "after: { from: secops }"), "")));
    }

    @Test
    void anUnknownKindIsAnError() {
        assertTrue(
                codes(folder(rule("a-rule", "group: acme/dba, kind: robot"), "")).contains("unknown-value"));
    }

    @Test
    void anAutomaticRuleForTheOneIsNoWayRoundTheApprovalOfTheOther() {
        Folder folder = folder(SERVICES
                + rule("people", "group: acme/dba", "before: [{ count: 1, from: secops }]"), "");
        assertEquals(List.of(), codes(folder));
        assertTrue(codes(folder(PEOPLE
                + rule("asked", "group: acme/dba", "before: [{ count: 1, from: secops }]"), ""))
                .contains("bypasses-approval"));
    }

    @Test
    void keptFactsOfPeopleAreWhatTheyWereAndThoseOfServicesComeBack() {
        assertFalse(eva().json().has("kind"));
        assertEquals(PersonKind.SERVICE, Facts.parse(robot().json()).requester().kind());
        assertEquals(robot(), Facts.parse(robot().json()));
        assertEquals(PersonKind.HUMAN, Facts.parse(eva().json()).requester().kind());
    }

    private static List<String> codes(Folder folder) {
        return folder.problems().stream().map(Problem::code).toList();
    }
}
