package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import io.sallyport.broker.ProviderSignOuts;
import io.sallyport.broker.World;
import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Narrowing;
import io.sallyport.broker.request.RequestOutcome;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.session.SignOutReach;
import io.sallyport.broker.stepup.Attempt;
import io.sallyport.broker.stepup.Dialogue;
import io.sallyport.broker.stepup.KeyHolder;
import io.sallyport.broker.stepup.Need;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-3: a sign-out at the provider ends SSH sessions, proofs and links of that person, and of nobody else; a lie ends nothing. */
class LogoutEndsSshTest {
    private static final PersonName EVA = new PersonName("eva");
    private static final TargetName WEB = new TargetName("web-1");
    private static final String RULES = """
            format: sallyport-policy/1
            allow:
              - id: acme
                title: Acme
                who: { group: acme/ops }
                where: { env: staging }
                login: deploy
                max: 4h
                approval: { before: [{ count: 1, from: ops-owners }] }
                rights: { shell: true, concurrent: 9 }
            """;
    private final World world;
    private final AgentIdentity agent;
    private final StubProvider provider;
    private OidcSignIn oidc;
    private int serial;
    private int made;

    LogoutEndsSshTest(@TempDir Path folder) throws IOException {
        this.world = World.in(folder);
        world.adopt(World.text()
                .replace("name: eva,", "name: eva, subject: \"" + StubProvider.EVA + "\",")
                .replace("name: emil,", "name: emil, subject: \"" + StubProvider.ADA + "\","));
        world.domain.policy().activate(World.policy(folder, "mfa", RULES), Actor.OPERATOR, Optional.empty(),
                Optional.empty());
        this.agent = world.enrol("web-1", 1);
        this.provider = new StubProvider(folder, world.clock);
        this.oidc = open(SignOutReach.ALL_SESSIONS);
    }

    @AfterEach
    void close() {
        oidc.close();
        provider.close();
        world.close();
    }

    private OidcSignIn open(SignOutReach reach) throws IOException {
        return OidcSignIn.open(provider.settings(), () -> OidcWorld.ORIGIN,
                new OidcSignIn.Surroundings(world.domain.people(), world.domain.signIn(),
                        new ProviderSignOuts(world.domain.signOuts(), reach), new SecureRandom(), world.clock,
                        world.clock::nanos),
                Duration.ofSeconds(20));
    }

    private void only() throws IOException {
        oidc.close();
        oidc = open(SignOutReach.PROVEN_SESSIONS);
    }

    private WebSession in(String subject, String sid) {
        OidcSignIn.Departed.There there = assertInstanceOf(OidcSignIn.Departed.There.class,
                oidc.depart(OidcWorld.SIGN_IN, "source", "c"));
        Map<String, String> asked = StubProvider.query(there.to());
        JWTClaimsSet claims = provider.claims(subject, asked.getOrDefault("nonce", "")).claim("sid", sid)
                .build();
        return assertInstanceOf(OidcSignIn.Arrived.In.class, oidc.arrive(there.cookie(),
                new ProviderAnswer(Optional.of(provider.sell(asked, provider.signed(claims))),
                        Optional.ofNullable(asked.get("state")), Optional.of(provider.issuer()),
                        Optional.empty()),
                "c")).session();
    }

    private KeyHolder holder(PersonName person) {
        return new KeyHolder(person, world.keyOf(person.value()), World.HOME.getAddress(), Mfa.NONE);
    }

    private Attempt link(PersonName person) {
        Dialogue dialogue = new Dialogue(world.domain.stepUp(), holder(person),
                new Need(Mfa.OTP, new TreeSet<>(List.of(WEB)), new TreeSet<>()), "https://gw");
        return assertInstanceOf(Dialogue.Step.Wait.class, dialogue.answer("link")).attempt();
    }

    private void proves(PersonName person, WebSession session) {
        assertTrue(world.domain.stepUp().confirmed(link(person), person, session.assurance().level(),
                session.idpSession(), () -> world.domain.signIn().look(session.id()).isPresent()));
    }

    private Mfa shown(PersonName person) {
        return world.domain.stepUp().shown(holder(person), WEB);
    }

    private Session running(PersonName person, Mfa shown) {
        RequestOutcome.Filed filed = assertInstanceOf(RequestOutcome.Filed.class,
                world.domain.requests().request(world.person(person.value()),
                        Arrival.from(World.HOME.getAddress()).with(Mfa.OTP),
                        World.form("web-1", "deploy", Duration.ofHours(3))));
        Grant grant = assertInstanceOf(RequestOutcome.Granted.class,
                world.domain.requests().approve(world.person("ada"), filed.request().id(), Narrowing.NONE,
                        Optional.empty(), Optional.empty()))
                .grant();
        Session session = world.domain.sessions().opening(world.person(person.value()),
                world.keyOf(person.value()), shown, WEB, World.HOME, List.of(grant));
        assertInstanceOf(BeginOutcome.Began.class,
                world.domain.sessions().begin(agent, session.id(), ++serial,
                        grant.id(), new LoginName("deploy")));
        return session;
    }

    private boolean ends(Session session) {
        SessionSummary now = world.domain.sessionViews().session(world.person("aud"), session.id().value())
                .orElseThrow();
        return now.ordered().isPresent();
    }

    private JWTClaimsSet.Builder logout() {
        return provider.logout("jti-" + made++);
    }

    private boolean loggedOut(JWTClaimsSet.Builder claims) {
        return oidc.loggedOut(provider.signed(claims.build()), "c");
    }

    @Test
    void allSessionsProofsAndLinksOfThePersonEndAndOfNobodyElse() {
        WebSession eva = in(StubProvider.EVA, "sid-1");
        proves(EVA, eva);
        Session hers = running(EVA, Mfa.OTP);
        proves(new PersonName("emil"), in(StubProvider.ADA, "sid-2"));
        Session his = running(new PersonName("emil"), Mfa.OTP);
        Attempt waiting = link(EVA);
        assertTrue(loggedOut(logout().subject(StubProvider.EVA).claim("sid", "sid-1")));
        assertTrue(ends(hers));
        assertFalse(ends(his));
        assertEquals(Mfa.NONE, shown(EVA));
        assertEquals(Mfa.OTP, shown(new PersonName("emil")));
        assertEquals(Attempt.End.ABANDONED, waiting.end().join());
        assertTrue(world.domain.stepUp().waiting(EVA, waiting.token()).isEmpty());
        assertFalse(world.domain.stepUp().confirmed(waiting, EVA, Mfa.PHISHING_RESISTANT));
        assertEquals(
                List.of("end web-1 signed-out You were signed out at the identity provider. Connect again,"
                        + " and prove that it is you if you are asked; if you did not sign out yourself, ask your"
                        + " administrator why"),
                world.tunnels.said);
        assertTrue(world.domain.signIn().look(eva.id()).isEmpty());
    }

    @Test
    void theJournalSaysItBeforeTheAgentHearsIt() {
        Session session = running(EVA, Mfa.OTP);
        assertTrue(loggedOut(logout().subject(StubProvider.EVA)));
        List<String> all = world.journalled();
        assertEquals(List.of("sign-in-ended", "session-end-ordered"),
                all.subList(all.size() - 2, all.size()));
        assertEquals("eva true", world.journalled("sign-in-ended").getFirst().string("person") + " "
                + world.journalled("sign-in-ended").getFirst().bool("everywhere"));
        Json.Obj ordered = world.journalled("session-end-ordered").getFirst();
        assertEquals(session.id().value() + " signed-out",
                ordered.string("session") + " " + ordered.string("reason"));
        // An agent that was away is told the same when it is back.
        assertTrue(world.domain.leases().renewal(WEB).end().getFirst().text().contains("signed out"));
    }

    @Test
    void aSessionThatHasNotBegunYetDoesNot() {
        Session session = world.domain.sessions().opening(world.person("eva"), world.keyOf("eva"), Mfa.OTP,
                WEB, World.HOME, List.of());
        assertTrue(loggedOut(logout().subject(StubProvider.EVA)));
        assertTrue(ends(session));
    }

    @Test
    void noSessionOpensOnAProofThatWasForgottenMeanwhile() {
        proves(EVA, in(StubProvider.EVA, "sid-1"));
        assertTrue(loggedOut(logout().subject(StubProvider.EVA)));
        assertEquals(Optional.empty(), world.domain.sessions().opening(world.person("eva"),
                world.keyOf("eva"), Mfa.OTP, () -> shown(EVA).atLeast(Mfa.OTP), WEB, World.HOME, List.of()));
    }

    @Test
    void whatAnEndingBrowserConfirmsAtThatMomentCountsForNothing() {
        WebSession eva = in(StubProvider.EVA, "sid-1");
        Attempt early = link(EVA);
        // It comes through between the journal and the end of its browser's session.
        world.domain.signOuts().signedOut(EVA, Optional.of("sid-1"), SignOutReach.ALL_SESSIONS,
                () -> assertTrue(world.domain.stepUp().confirmed(early, EVA, Mfa.OTP, eva.idpSession(),
                        () -> true)));
        assertEquals(Mfa.NONE, shown(EVA));
        // And one whose browser's session is over when it is decided.
        assertFalse(world.domain.stepUp().confirmed(link(EVA), EVA, Mfa.OTP, eva.idpSession(), () -> false));
        assertEquals(Mfa.NONE, shown(EVA));
    }

    @Test
    void aTokenThatNamesTheSignInOnlyReachesThePersonEvenAfterTheirConsoleSessionIsOver() {
        WebSession eva = in(StubProvider.EVA, "sid-1");
        Session session = running(EVA, Mfa.OTP);
        world.domain.signIn().end(eva.id());
        assertTrue(loggedOut(logout().claim("sid", "sid-of-nobody")));
        assertFalse(ends(session));
        assertTrue(loggedOut(logout().claim("sid", "sid-1")));
        assertTrue(ends(session));
    }

    @Test
    void whereOnlyProvenSessionsEndTheOthersGoOn() throws IOException {
        only();
        proves(EVA, in(StubProvider.EVA, "sid-1"));
        Session there = running(EVA, Mfa.OTP);
        proves(EVA, in(StubProvider.EVA, "sid-2"));
        Session elsewhere = running(EVA, Mfa.OTP);
        Session byKey = running(EVA, Mfa.NONE);
        assertTrue(loggedOut(logout().subject(StubProvider.EVA).claim("sid", "sid-1")));
        assertTrue(ends(there));
        assertFalse(ends(elsewhere), "its proof is of another sign-in");
        assertFalse(ends(byKey), "it rests on no proof");
        assertEquals(Mfa.NONE, shown(EVA), "proofs end in any case");
        assertTrue(loggedOut(logout().subject(StubProvider.EVA)));
        assertTrue(ends(elsewhere));
        assertFalse(ends(byKey));
    }

    @Test
    void aBrokerThatDoesNotKnowAnyMoreWhereAProofWasGivenEndsTheSession() throws IOException {
        proves(EVA, in(StubProvider.EVA, "sid-1"));
        Session session = running(EVA, Mfa.OTP);
        assertEquals(1, world.restarted().signOuts().signedOut(EVA, Optional.of("sid-9"),
                SignOutReach.PROVEN_SESSIONS, () -> {
                }));
        assertTrue(ends(session));
    }

    @Test
    void forgedReplayedAndForeignTokensEndNothing() {
        proves(EVA, in(StubProvider.EVA, "sid-1"));
        Session session = running(EVA, Mfa.OTP);
        JWTClaimsSet good = logout().subject(StubProvider.EVA).claim("sid", "sid-1").build();
        List<String> lies = List.of("nonsense",
                StubProvider.signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(), good,
                        provider.stranger),
                provider.signed(logout().subject(StubProvider.EVA).audience("another").build()),
                provider.signed(logout().subject(StubProvider.EVA).issuer("https://evil.example").build()),
                provider.signed(logout().subject(StubProvider.EVA).claim("nonce", "n").build()),
                provider.signed(logout().subject(StubProvider.EVA).claim("events", Map.of()).build()));
        for (String lie : lies) {
            assertFalse(oidc.loggedOut(lie, "c"), lie);
        }
        assertTrue(loggedOut(logout().subject("5f0c-nobody").claim("sid", "sid-7")));
        assertFalse(ends(session));
        assertEquals(Mfa.OTP, shown(EVA));
        assertEquals(List.of(), world.journalled("sign-in-ended"));
        String token = provider.signed(good);
        assertTrue(oidc.loggedOut(token, "c"));
        assertTrue(ends(session));
        Session next = running(EVA, Mfa.OTP);
        assertFalse(oidc.loggedOut(token, "c"), "replayed");
        assertFalse(ends(next));
    }
}
