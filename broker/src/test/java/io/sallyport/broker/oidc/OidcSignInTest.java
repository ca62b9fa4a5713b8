package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import io.sallyport.broker.FakeClock;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.broker.identity.Origin;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.PeopleStore;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.identity.ServiceAccount;
import io.sallyport.broker.identity.SignIn;
import io.sallyport.broker.identity.WebSession;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-1, WEB-3: whom a provider's word signs in, what it gives them, and what ends it. */
class OidcSignInTest {
    private static final ServiceAccount SERVICE = new ServiceAccount(new PersonName("ada"),
            Instant.parse("2099-01-01T00:00:00Z"), List.of());
    private static final PersonName ADA = new PersonName("ada");
    private final FakeClock clock = new FakeClock();
    private final List<Person> everyone = new ArrayList<>(
            List.of(person("ada", StubProvider.ADA, true, Optional.empty()),
                    person("eva", StubProvider.EVA, true, Optional.empty()),
                    person("gone", "5f0c-gone", false, Optional.empty()),
                    person("robot", "5f0c-robot", true, Optional.of(SERVICE))));
    private final People people = new People(new PeopleStore() {
        @Override
        public List<Person> people() {
            return everyone;
        }

        @Override
        public List<RegisteredKey> keys() {
            return List.of();
        }
    }, clock);
    private final List<String> journal = new ArrayList<>();
    private final SignIn signIn = new SignIn(people, new SecureRandom(), clock, clock::nanos,
            (person, level) -> journal.add(person + " " + level.text()));
    private final StubProvider provider;
    private final OidcSignIn oidc;

    OidcSignInTest(@TempDir Path folder) throws IOException {
        this.provider = new StubProvider(folder, clock);
        this.oidc = OidcSignIn.open(provider.settings(), () -> OidcWorld.ORIGIN,
                new OidcSignIn.Surroundings(people, signIn, SignOuts.NONE, new SecureRandom(), clock,
                        clock::nanos),
                Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        oidc.close();
        provider.close();
    }

    private static Person person(String name, String subject, boolean enabled,
            Optional<ServiceAccount> service) {
        return new Person(new PersonName(name), name, new OrganisationName("example"), true, Set.of(),
                Set.of(Role.ENGINEER), enabled, service, Optional.of(name + "@example.com"), Origin.KEYCLOAK,
                Optional.of(subject));
    }

    private OidcSignIn.Arrived arrive(Wanted wanted, String subject, Consumer<JWTClaimsSet.Builder> lie) {
        OidcSignIn.Departed.There there = assertInstanceOf(OidcSignIn.Departed.There.class,
                oidc.depart(wanted, "source", "c"));
        Map<String, String> asked = StubProvider.query(there.to());
        JWTClaimsSet.Builder claims = provider.claims(subject, asked.getOrDefault("nonce", ""));
        lie.accept(claims);
        return oidc.arrive(there.cookie(),
                new ProviderAnswer(Optional.of(provider.sell(asked, provider.signed(claims.build()))),
                        Optional.ofNullable(asked.get("state")), Optional.of(provider.issuer()),
                        Optional.empty()),
                "c");
    }

    private WebSession in(String subject) {
        return assertInstanceOf(OidcSignIn.Arrived.In.class,
                arrive(OidcWorld.SIGN_IN, subject, _ -> {
                })).session();
    }

    private static Wanted raise(WebSession session, Mfa level) {
        return new Wanted(level, Optional.of(new Wanted.Raise(session.id(), session.person())), "/inbox");
    }

    private boolean alive(WebSession session) {
        return signIn.look(session.id()).isPresent();
    }

    @Test
    void thePersonIsFoundByTheSubjectAndSignedInAsStronglyAsProven() {
        WebSession session = in(StubProvider.ADA);
        assertEquals(ADA, session.person());
        assertEquals(new Assurance(Mfa.OTP, clock.instant()), session.assurance());
        assertEquals(Optional.of("sid-" + StubProvider.ADA), session.idpSession());
        assertEquals(List.of("ada otp"), journal);
    }

    @Test
    void namesMailsAndForgedRolesInTheTokenChangeNothing() {
        OidcSignIn.Arrived.In eva = assertInstanceOf(OidcSignIn.Arrived.In.class, arrive(OidcWorld.SIGN_IN,
                StubProvider.EVA, claims -> claims.claim("preferred_username", "ada").claim("name", "Ada")
                        .claim("email", "ada@example.com").claim("email_verified", true)
                        .claim("roles", List.of("administrator")).claim("groups", List.of("ops-owners"))
                        .claim("realm_access", Map.of("roles", List.of("admin", "administrator")))
                        .claim("resource_access",
                                Map.of(StubProvider.CLIENT, Map.of("roles", List.of("administrator"))))));
        assertEquals("eva", eva.session().person().value());
        assertEquals(Set.of(Role.ENGINEER), people.byName(eva.session().person()).orElseThrow().roles());
        // And a name that is known does not sign in a subject that is not.
        assertInstanceOf(OidcSignIn.Arrived.Refused.class, arrive(OidcWorld.SIGN_IN, "ada",
                claims -> claims.claim("preferred_username", "ada").claim("email", "ada@example.com")));
    }

    @Test
    void whoIsDisabledOrNoHumanGetsInNowhere() {
        for (String subject : List.of("5f0c-gone", "5f0c-robot", "5f0c-nobody")) {
            assertInstanceOf(OidcSignIn.Arrived.Refused.class, arrive(OidcWorld.SIGN_IN, subject, _ -> {
            }), subject);
        }
        assertEquals(List.of(), journal);
    }

    @Test
    void steppingUpGivesANewIdAndTheOldOneIsDead() {
        WebSession old = signIn.redeem(signIn.codeFor(everyone.getFirst())).orElseThrow();
        WebSession raised = assertInstanceOf(OidcSignIn.Arrived.In.class,
                arrive(raise(old, Mfa.OTP), StubProvider.ADA, _ -> {
                })).session();
        assertNotEquals(old.id(), raised.id());
        assertNotEquals(old.csrfToken(), raised.csrfToken());
        assertFalse(alive(old));
        assertTrue(alive(raised));
        assertEquals(Mfa.OTP, raised.assurance().level());
        assertEquals(Optional.of("sid-" + StubProvider.ADA), raised.idpSession());
    }

    @Test
    void anotherPersonDoesNotStepUpInThisSession() {
        WebSession ada = in(StubProvider.ADA);
        assertInstanceOf(OidcSignIn.Arrived.Refused.class,
                arrive(raise(ada, Mfa.OTP), StubProvider.EVA, _ -> {
                }));
        assertTrue(alive(ada));
        assertEquals(List.of("ada otp"), journal);
    }

    @Test
    void aWeakerProofThanWantedLeavesTheSessionAsItWas() {
        WebSession ada = in(StubProvider.ADA);
        assertInstanceOf(OidcSignIn.Arrived.Refused.class,
                arrive(raise(ada, Mfa.PHISHING_RESISTANT), StubProvider.ADA, _ -> {
                }));
        assertEquals(Mfa.OTP, signIn.look(ada.id()).orElseThrow().assurance().level());
    }

    @Test
    void aSessionThatIsOverIsNotRaised() {
        WebSession ada = in(StubProvider.ADA);
        signIn.end(ada.id());
        assertInstanceOf(OidcSignIn.Arrived.Refused.class,
                arrive(raise(ada, Mfa.OTP), StubProvider.ADA, _ -> {
                }));
    }

    @Test
    void aLogoutEndsThatSignInOrThatPersonAndNobodyElse() {
        WebSession ada = in(StubProvider.ADA);
        WebSession eva = in(StubProvider.EVA);
        assertTrue(oidc.loggedOut(
                provider.signed(provider.logout("1").claim("sid", "sid-" + StubProvider.ADA).build()), "c"));
        assertFalse(alive(ada));
        assertTrue(alive(eva));
        WebSession byKey = signIn.redeem(signIn.codeFor(everyone.get(1))).orElseThrow();
        WebSession other = in(StubProvider.ADA);
        assertTrue(oidc.loggedOut(provider.signed(provider.logout("2").subject(StubProvider.EVA).build()),
                "c"));
        assertFalse(alive(eva));
        assertFalse(alive(byKey));
        assertTrue(alive(other));
        assertTrue(oidc.loggedOut(provider.signed(provider.logout("3").subject("5f0c-nobody").build()), "c"));
        assertFalse(oidc.loggedOut("nonsense", "c"));
        assertTrue(alive(other));
    }

    @Test
    void aProviderThatIsAwayLeavesRunningSessionsAlone() {
        WebSession ada = in(StubProvider.ADA);
        clock.advance(Provider.LIFE);
        provider.instead.put("/realms/company/.well-known/openid-configuration",
                request -> request.response().setStatusCode(503).end());
        assertInstanceOf(OidcSignIn.Departed.Away.class, oidc.depart(OidcWorld.SIGN_IN, "source", "c"));
        assertTrue(alive(ada));
        assertTrue(signIn.redeem(signIn.codeFor(everyone.getFirst())).isPresent());
        assertEquals(Optional.of("it answers with status 503"), oidc.trouble());
    }

    @Test
    void signingOutGoesOnToTheProviderOnce() {
        WebSession ada = in(StubProvider.ADA);
        Map<String, String> there = StubProvider.query(oidc.farewell(ada).orElseThrow());
        assertTrue(there.getOrDefault("id_token_hint", "").startsWith("ey"));
        assertEquals(OidcWorld.ORIGIN + "/", there.get("post_logout_redirect_uri"));
        assertTrue(oidc.farewell(ada).isEmpty());
        assertTrue(oidc.farewell(signIn.redeem(signIn.codeFor(everyone.getFirst())).orElseThrow()).isEmpty());
    }
}
