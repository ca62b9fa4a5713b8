package io.sallyport.broker.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.EmergencyWorld;
import io.sallyport.broker.World;
import io.sallyport.broker.request.AccessRequest;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Sftp;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session under emergency access: marked, and decided again against its own rule as any other. */
class EmergencySessionTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final String RULES = EmergencyWorld.RULES;
    private final EmergencyWorld emergency;
    private final World world;
    private final AccessRequest request;
    private final Session session;

    EmergencySessionTest(@TempDir Path folder) {
        this.emergency = new EmergencyWorld(folder);
        this.world = emergency.world;
        AgentIdentity agent = world.enrol("web-1", 1);
        RequestOutcome.Granted granted = assertInstanceOf(RequestOutcome.Granted.class,
                emergency.ask("eva"));
        this.request = granted.request();
        Grant grant = granted.grant();
        this.session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), WEB,
                World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, session.id(), 7,
                grant.id(), new LoginName("deploy")));
    }

    @AfterEach
    void close() {
        emergency.close();
    }

    private void activate(String rules) {
        emergency.activate(rules);
        world.domain.leases().check();
    }

    private List<String> ends() {
        return world.tunnels.said.stream().filter(said -> said.startsWith("end ")).toList();
    }

    @Test
    void flow7TheSessionSaysThatItIsAnEmergency() {
        SessionSummary summary = world.domain.sessionViews()
                .session(world.person("aud"), session.id().value()).orElseThrow();
        assertEquals(Optional.of(request.id()), summary.emergency());
    }

    @Test
    void itGoesOnWhileItsOwnRuleAllowsIt() {
        activate(RULES.replace("max: 4h", "max: 3h"));
        activate(RULES.replace("quota: 2 per 30d", "quota: 1 per 365d"));
        world.clock.advance(Duration.ofMinutes(30));
        world.domain.leases().check();
        assertEquals(List.of(), ends());
        assertEquals(List.of(), world.tunnels.narrowed);
    }

    @Test
    void itIsNarrowedWithItsOwnRule() {
        activate(RULES.replace("notify: [db-owners]\n    rights: { shell: true, sftp: read }",
                "notify: [db-owners]\n    rights: { shell: true }"));
        assertEquals(Sftp.none(), world.tunnels.narrowed.getFirst().rights().sftp());
        assertEquals(List.of(), ends());
    }

    @Test
    void aDenyRuleWinsAndEndsItAtOnce() {
        activate(RULES + """
                deny:
                  - id: stop-eva
                    title: Eva is out
                    who: { person: eva }
                    where: any-host
                    reason: Ask the service desk.
                    running: terminate-now
                """);
        assertEquals(1, ends().size(), ends().toString());
        assertTrue(ends().getFirst().contains("Ask the service desk."), ends().toString());
        assertEquals(1, world.domain.reviewViews().counts().open(), "and it is reviewed all the same");
    }

    /** The ordinary rule would allow the same: an emergency never slips under another rule. */
    @Test
    void noOtherRuleTakesItOver() {
        activate(RULES.substring(0, RULES.indexOf("  - id: acme-emergency")));
        assertTrue(world.tunnels.narrowed.getFirst().text().contains("acme-emergency is not in the policy"),
                world.tunnels.narrowed.toString());
        activate(RULES.replaceAll("(?s)after: \\[.*notify: \\[db-owners\\]",
                "before: [{ count: 1, from: ops-owners }]"));
        world.clock.advance(Duration.ofMinutes(11));
        world.domain.leases().check();
        assertEquals(1, ends().size(), ends().toString());
    }

    @Test
    void aReviewThatIsOverdueEndsNoSession() {
        activate(RULES.replace("max: 1h", "max: 1h"));
        world.clock.advance(Duration.ofMinutes(59));
        world.domain.reviews().reportOverdue();
        world.domain.leases().check();
        assertEquals(List.of(), ends());
    }
}
