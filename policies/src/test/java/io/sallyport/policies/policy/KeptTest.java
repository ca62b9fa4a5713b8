package io.sallyport.policies.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept is whole: facts and decisions come back as they were. */
class KeptTest {
    private static final PolicySnapshot POLICY = new Folder().with("rules/a.yaml", """
            allow:
              - id: emergency
                title: Emergency
                who: { group: acme/dba, source: [192.0.2.0/24, fd00::/8] }
                where: { env: prod }
                login: postgres
                max: 1h
                approval: { after: [{ count: 2, from: dba-owners }], notify: [secops], quota: 1 per 7d }
                rights: { shell: true, sudo: ["systemctl restart *"] }
            require:
              - id: watched
                title: Watched
                where: { env: prod }
                ticket: { priority: P1 }
                max: 30m
                approval: { before: [{ count: 1, from: target-owner }] }
                rights: { observer: { from: dba-owners, grace: 10m } }
            """)
            .with("vocabulary.yaml", """
                    labels: { env: [prod, staging], role: [db, app], customer: any }
                    groups: { external: [acme/dba, acme/web], internal: [dba-owners, secops] }
                    ticket: { priority: [P1, P2], state: any }
                    """).snapshot();

    private static Facts facts() {
        Facts.Requester eva = FactsSamples.eva("acme/dba").requester();
        return FactsSamples.eva("acme/dba").withBreakGlass(true)
                .withRequester(new Facts.Requester(eva.person(), eva.kind(), eva.organisation(), eva.groups(),
                        Optional.of(Mfa.OTP), Optional.of(InetAddress.ofLiteral("fd00::1"))))
                .withTicket(Fact.known(Ticket.of("CHG-1", Map.of("priority", "P1"))))
                .withMaintenance(Fact.known(Instant.parse("2026-03-03T12:00:00Z")))
                .withNamed(Optional.of(new RuleId("emergency")));
    }

    @Test
    void factsComeBackAsTheyWere() {
        for (Facts facts : List.of(facts(), FactsSamples.eva("acme/dba"),
                facts().withTicket(Fact.absent()).withMaintenance(Fact.absent()))) {
            assertEquals(facts, Facts.parse(again(facts.json())));
        }
    }

    @Test
    void aDecisionComesBackAsItWas() {
        Decision allowed = POLICY.decide(facts());
        assertInstanceOf(Decision.Allowed.class, allowed);
        Decision denied = POLICY.decide(facts().withBreakGlass(false));
        assertInstanceOf(Decision.Denied.class, denied);
        for (Decision decision : List.of(allowed, denied)) {
            Decision kept = Decision.parse(again(decision.json()));
            assertEquals(decision, kept);
            assertArrayEquals(decision.json().canonical(), kept.json().canonical());
        }
    }

    @Test
    void keptFactsAreDecidedAgainInTheSameWay() {
        Decision.Allowed first = (Decision.Allowed) POLICY.decide(facts());
        Facts kept = Facts.parse(again(first.json())
                .object("explanation").object("facts"));
        assertEquals(first, POLICY.decide(kept));
    }

    @Test
    void whatIsNotFactsIsRefused() {
        String text = facts().json().text();
        for (String other : List.of(text.replace("facts/1", "facts/2"),
                text.replace("\"asked\":", "\"askd\":"),
                text.replace("fd00:", "name."), text.replace("\"asked\":1800", "\"asked\":0"),
                text.replace("acme/dba", "ACME DBA"))) {
            assertThrows(JsonFormatException.class,
                    () -> Facts.parse(JsonParser.parseObject(other, 100_000, 12)), other);
        }
    }

    private static Json.Obj again(Json.Obj json) {
        return JsonParser.parseObject(new String(json.canonical(), StandardCharsets.UTF_8), 1 << 20, 12);
    }
}
