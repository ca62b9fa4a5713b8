package io.sallyport.broker.stepup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.Admission;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody has shown, as a fact: for asking, approving, connecting, and for what runs. */
class ShownLevelTest {
    private static final TargetName WEB = new TargetName("web-1");
    private static final Arrival KEY = Arrival.from(World.HOME.getAddress());
    private static final Arrival CODE = KEY.with(Mfa.OTP);
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme
                title: Acme
                who: { group: acme/ops MFA }
                where: { env: staging }
                login: deploy
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true }
            """;
    private final World world;
    private final Path folder;
    private final AgentIdentity agent;

    ShownLevelTest(@TempDir Path folder) {
        this.folder = folder;
        this.world = World.in(folder);
        this.agent = world.enrol("web-1", 1);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void wants(String name, String more) throws IOException {
        world.domain.policy().activate(World.policy(folder, name, RULES.replace(" MFA", more)),
                Actor.OPERATOR,
                Optional.empty(), Optional.empty());
    }

    private RequestOutcome ask(Arrival arrival) {
        return world.domain.requests().request(world.person("eva"), arrival,
                World.form("web-1", "deploy", Duration.ofHours(3)));
    }

    private RequestOutcome approve(RequestOutcome asked) {
        return world.domain.requests().approve(world.person("ada"),
                assertInstanceOf(RequestOutcome.Filed.class, asked).request().id(), Narrowing.NONE,
                Optional.empty(), Optional.empty());
    }

    private Grant grant(Arrival arrival) {
        return assertInstanceOf(RequestOutcome.Granted.class, approve(ask(arrival))).grant();
    }

    private Admission admit(Arrival arrival) {
        return world.domain.admissions().admit(world.person("eva"), WEB, arrival);
    }

    private Session begun(Grant grant, Mfa shown) {
        Session session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), shown,
                WEB, World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class, world.domain.sessions().begin(agent, session.id(), 7,
                grant.id(), new LoginName("deploy")));
        return session;
    }

    @Test
    void aRefusalForWantOfAProofNamesTheRuleAndWhatToType() throws IOException {
        wants("otp", ", mfa: otp");
        String text = assertInstanceOf(RequestOutcome.Refused.class, ask(KEY)).text();
        assertTrue(text.contains("Closest rule: Acme") && text.endsWith("First: ssh -t gw confirm web-1"),
                text);
    }

    @Test
    void nobodyIsSentToProveThemselvesWhenItWouldNotHelp() throws IOException {
        wants("otp", ", mfa: otp");
        String text = assertInstanceOf(RequestOutcome.Refused.class, world.domain.requests().request(
                world.person("eva"), KEY, World.form("web-1", "root", Duration.ofHours(3)))).text();
        assertTrue(!text.contains("confirm"), text);
    }

    @Test
    void theRequestKeepsTheLevelItWasMadeWithUntilItIsApproved() throws IOException {
        wants("otp", ", mfa: otp");
        assertInstanceOf(RequestOutcome.Granted.class, approve(ask(CODE)));
        assertEquals("otp", world.journalled("request-filed").getFirst().string("mfa"));
    }

    @Test
    void aGrantOpensOnlyForWhoHasShownEnoughAndTheHintSaysWhatToType() throws IOException {
        wants("otp", ", mfa: otp");
        Grant grant = grant(CODE);
        assertEquals(List.of(grant),
                assertInstanceOf(Admission.Admitted.class, admit(CODE)).grants());
        assertEquals(List.of(grant), assertInstanceOf(Admission.Admitted.class,
                admit(KEY.with(Mfa.PHISHING_RESISTANT))).grants());
        String hint = assertInstanceOf(Admission.Refused.class, admit(KEY)).hint();
        assertTrue(hint.contains("acme") && hint.endsWith("First: ssh -t gw confirm web-1"), hint);
    }

    @Test
    void aSessionOpenedWithLessThanTheGrantWantsDoesNotBegin() throws IOException {
        wants("otp", ", mfa: otp");
        Grant grant = grant(CODE);
        Session session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"),
                Mfa.NONE, WEB, World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.NotBegun.class, world.domain.sessions().begin(agent, session.id(), 7,
                grant.id(), new LoginName("deploy")));
    }

    @Test
    void aSessionKeepsTheLevelItBeganWith() throws IOException {
        wants("otp", ", mfa: otp");
        Session session = begun(grant(CODE), Mfa.OTP);
        assertEquals("otp", world.journalled("session-opening").getFirst().string("mfa"));
        world.clock.advance(Duration.ofHours(2));
        world.domain.leases().check();
        assertEquals(List.of(), world.tunnels.narrowed);
        assertEquals(List.of(session.id()), world.domain.leases().renewal(WEB).renew());
        assertEquals(Mfa.OTP, world.domain.sessionViews().session(world.person("aud"),
                session.id().value()).orElseThrow().session().shown());
    }

    @Test
    void aRuleThatWantsMoreFromNowOnReachesWhatRuns() throws IOException {
        wants("otp", ", mfa: otp");
        begun(grant(CODE), Mfa.OTP);
        wants("strong", ", mfa: phishing-resistant");
        world.domain.leases().check();
        assertEquals(1, world.tunnels.narrowed.size());
    }

    @Test
    void whereNothingIsAskedNothingIsWritten() throws IOException {
        wants("none", "");
        begun(grant(KEY), Mfa.NONE);
        assertTrue(!world.journalled("session-opening").getFirst().has("mfa"));
        assertTrue(!world.journalled("request-filed").getFirst().has("mfa"));
    }
}
