package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.broker.identity.SignIn;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-1: the way to the provider and back, which belongs to one browser and is gone once. */
class RelyingPartyTest {
    private final OidcWorld world;

    RelyingPartyTest(@TempDir Path folder) throws IOException {
        this.world = new OidcWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String honest(OidcWorld.Trip trip) {
        return world.provider.signed(world.provider.claims(StubProvider.ADA, trip.nonce()).build());
    }

    private void assertRefused(String why, OidcWorld.Trip trip, ProviderAnswer answer) {
        OidcWorld.assertDistrust(why, () -> world.party.arrive(trip.cookie(), answer));
    }

    @Test
    void anHonestProviderIsBelieved() throws OidcTrouble {
        RelyingParty.Arrival in = world.arriveWith(OidcWorld.SIGN_IN, _ -> {
        });
        assertEquals(new Proof(StubProvider.ADA, Optional.of("sid-" + StubProvider.ADA), Mfa.OTP,
                world.clock.instant()), in.proof());
    }

    @Test
    void theQuestionIsACodeWithPkceAndNothingElse() {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        Map<String, String> asked = trip.asked();
        assertEquals("code", asked.get("response_type"));
        assertEquals("openid", asked.get("scope"));
        assertEquals(StubProvider.CLIENT, asked.get("client_id"));
        assertEquals("S256", asked.get("code_challenge_method"));
        assertEquals(OidcWorld.ORIGIN + "/sign-in/oidc/callback", asked.get("redirect_uri"));
        assertEquals(String.valueOf(SignIn.LIFE.toSeconds()), asked.get("max_age"));
        assertTrue(asked.getOrDefault("claims", "").contains("\"essential\":true"), asked.get("claims"));
        assertTrue(asked.getOrDefault("claims", "").contains("\"values\":[\"mfa\",\"otp\",\"hwk\"]"),
                asked.get("claims"));
        for (String secret : new String[]{"state", "nonce", "code_challenge"}) {
            assertTrue(asked.getOrDefault(secret, "").matches("[A-Za-z0-9_-]{43}"), secret);
        }
        assertFalse(asked.containsValue(trip.cookie()));
        OidcWorld.Trip other = world.depart(OidcWorld.SIGN_IN);
        assertNotEquals(asked.get("state"), other.asked().get("state"));
        assertNotEquals(trip.nonce(), other.nonce());
    }

    @Test
    void steppingUpAsksForTheLevelAndForJustNow() {
        Map<String, String> asked = world.depart(new Wanted(Mfa.PHISHING_RESISTANT,
                Optional.of(new Wanted.Raise("id", new PersonName("ada"))), "/")).asked();
        assertEquals("300", asked.get("max_age"));
        assertTrue(asked.getOrDefault("claims", "").contains("hwk"));
        assertFalse(asked.getOrDefault("claims", "").contains("mfa"));
    }

    @Test
    void aCodeIsGoodOnce() {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.Trip again = world.depart(OidcWorld.SIGN_IN);
        String code = world.provider.sell(trip.asked(), honest(trip));
        org.junit.jupiter.api.Assertions
                .assertDoesNotThrow(() -> world.party.arrive(trip.cookie(), world.answer(trip, code)));
        assertRefused("an answer to a browser that asked nothing", trip, world.answer(trip, code));
        assertRefused("the provider takes not the code: invalid_grant", again, world.answer(again, code));
    }

    @Test
    void aStolenCodeIsWorthNothingInAnotherBrowser() {
        OidcWorld.Trip victim = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.Trip thief = world.depart(OidcWorld.SIGN_IN);
        String code = world.provider.sell(victim.asked(), honest(victim));
        // PKCE: the thief's browser has another verifier.
        assertRefused("the provider takes not the code: invalid_grant", thief, world.answer(thief, code));
    }

    @Test
    void aTokenForAnotherSignInIsRefused() {
        OidcWorld.Trip victim = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.Trip thief = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.assertDistrust("a token for another sign-in", () -> world.arrive(thief, honest(victim)));
    }

    @Test
    void theStateOfAnotherBrowserIsRefused() {
        OidcWorld.Trip mine = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.Trip other = world.depart(OidcWorld.SIGN_IN);
        String code = world.provider.sell(mine.asked(), honest(mine));
        assertRefused("an answer to another question", mine, world.answer(other, code));
        // A wrong answer has used the flow up.
        assertRefused("an answer to a browser that asked nothing", mine, world.answer(mine, code));
    }

    @Test
    void anAnswerWithoutStateOrCookieIsRefused() {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.assertDistrust("an answer to a browser that asked nothing",
                () -> world.party.arrive("", world.answer(trip, "code")));
        assertRefused("an answer to another question", trip,
                new ProviderAnswer(Optional.of("code"), Optional.empty(),
                        Optional.of(world.provider.issuer()), Optional.empty()));
    }

    @Test
    void theAnswerOfAnotherIssuerGetsNoCodeSentAnywhere() {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        String code = world.provider.sell(trip.asked(), honest(trip));
        assertRefused("an answer of another issuer", trip,
                new ProviderAnswer(Optional.of(code), Optional.ofNullable(trip.asked().get("state")),
                        Optional.of("https://evil.example/realms/company"), Optional.empty()));
        OidcWorld.Trip silent = world.depart(OidcWorld.SIGN_IN);
        assertRefused("an answer of another issuer", silent, new ProviderAnswer(Optional.of(code),
                Optional.ofNullable(silent.asked().get("state")), Optional.empty(), Optional.empty()));
        assertFalse(world.provider.asked.contains("/realms/company/token"));
    }

    @Test
    void anIssuerThatDoesNotNameItselfNeedNotButMustNotNameAnother() throws OidcTrouble {
        world.provider.metadata.put("authorization_response_iss_parameter_supported", false);
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        String code = world.provider.sell(trip.asked(), honest(trip));
        assertEquals(StubProvider.ADA, world.party.arrive(trip.cookie(), new ProviderAnswer(Optional.of(code),
                Optional.ofNullable(trip.asked().get("state")), Optional.empty(), Optional.empty())).proof()
                .subject());
        OidcWorld.Trip mixed = world.depart(OidcWorld.SIGN_IN);
        assertRefused("an answer of another issuer", mixed, new ProviderAnswer(Optional.of("code"),
                Optional.ofNullable(mixed.asked().get("state")), Optional.of("https://evil.example"),
                Optional.empty()));
    }

    @Test
    void anErrorIsCleanedForTheLog() {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        String why = org.junit.jupiter.api.Assertions.assertThrows(OidcTrouble.Distrust.class,
                () -> world.party.arrive(trip.cookie(),
                        new ProviderAnswer(Optional.empty(), Optional.ofNullable(trip.asked().get("state")),
                                Optional.of(world.provider.issuer()),
                                Optional.of("access_denied\r\nWARNING: forged\u001b[2J" + "x".repeat(5000)))))
                .why();
        assertTrue(why.startsWith("no code but the error access_denied"), why);
        assertTrue(why.chars().noneMatch(Character::isISOControl), why);
        assertTrue(why.length() < 1000, why);
    }

    @Test
    void aFlowIsOverAfterTenMinutes() {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        world.clock.advance(Flows.LIFE.plusMillis(1));
        OidcWorld.assertDistrust("an answer to a browser that asked nothing",
                () -> world.arrive(trip, honest(trip)));
        OidcWorld.Trip just = world.depart(OidcWorld.SIGN_IN);
        world.clock.advance(Flows.LIFE);
        assertEquals(StubProvider.ADA, org.junit.jupiter.api.Assertions
                .assertDoesNotThrow(() -> world.arrive(just, honest(just))).proof().subject());
    }

    @Test
    void whoBeginsTooManyFlowsPushesOutOnlyTheirOwn() {
        Flows flows = new Flows(new java.security.SecureRandom(), world.clock::nanos);
        String mine = flows.begin(OidcWorld.SIGN_IN, "mine").cookie();
        String first = flows.begin(OidcWorld.SIGN_IN, "flood").cookie();
        for (int i = 0; i < Flows.MOST_PER_SOURCE; i++) {
            flows.begin(OidcWorld.SIGN_IN, "flood");
        }
        assertTrue(flows.take(first).isEmpty());
        assertTrue(flows.take(mine).isPresent());
        assertTrue(flows.take(mine).isEmpty());
    }

    @Test
    void nothingSecretHasATextForm() throws OidcTrouble {
        RelyingParty.Departure departure = world.party.depart(OidcWorld.SIGN_IN, "source");
        assertFalse(departure.toString().contains(departure.cookie()));
        assertFalse(
                new ProviderAnswer(Optional.of("c0de"), Optional.empty(), Optional.empty(), Optional.empty())
                        .toString().contains("c0de"));
        assertEquals(Duration.ofMinutes(5), world.provider.settings().stepUpAge());
        assertFalse(world.provider.settings().toString().contains(StubProvider.SECRET));
    }
}
