package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.policies.policy.Mfa;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-1: a provider, or who stands in its place, that lies in each way about who somebody is. */
class IdTokenLiesTest {
    private final OidcWorld world;

    IdTokenLiesTest(@TempDir Path folder) throws IOException {
        this.world = new OidcWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Hands out what {@code forge} makes of honest claims. */
    private void assertForged(String why, Function<JWTClaimsSet, String> forge) {
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        OidcWorld.assertDistrust(why, () -> world.arrive(trip,
                forge.apply(world.provider.claims(StubProvider.ADA, trip.nonce()).build())));
    }

    private static JWSHeader.Builder rs256() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1");
    }

    private Instant now() {
        return world.clock.instant();
    }

    private static Consumer<JWTClaimsSet.Builder> claim(String name, Object value) {
        return claims -> claims.claim(name, value);
    }

    private static Consumer<JWTClaimsSet.Builder> without(String name) {
        return claims -> claims.claim(name, null);
    }

    @Test
    void rsaEcdsaAndEd25519AreBelieved() throws OidcTrouble {
        OidcWorld.Trip ec = world.depart(OidcWorld.SIGN_IN);
        assertEquals(StubProvider.EVA, world.arrive(ec, world.provider
                .signedByEc(world.provider.claims(StubProvider.EVA, ec.nonce()).build())).proof().subject());
        OidcWorld.Trip ed = world.depart(OidcWorld.SIGN_IN);
        assertEquals(StubProvider.ADA, world.arrive(ed, world.provider
                .signedByEd(world.provider.claims(StubProvider.ADA, ed.nonce()).build())).proof().subject());
    }

    @Test
    void aTokenThatNobodySignedIsRefused() {
        for (String none : List.of("none", "None", "NONE")) {
            assertForged(none.equals("none")
                    ? "something that is not a signed token"
                    : "the provider's answer to the code can't be read",
                    claims -> StubProvider.base64("{\"alg\":\"" + none + "\",\"kid\":\"rsa-1\"}") + "."
                            + StubProvider.base64(claims.toString()) + ".");
        }
        assertForged("the provider's answer to the code can't be read",
                claims -> world.provider.signed(claims).replaceFirst("[.][^.]*$", "."));
    }

    @Test
    void thePublicKeyIsNoSharedSecret() {
        assertForged("a token signed with HS256", claims -> {
            try {
                SignedJWT jwt = new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), claims);
                jwt.sign(new MACSigner(world.provider.rsa.toRSAPublicKey().getEncoded()));
                return jwt.serialize();
            } catch (com.nimbusds.jose.JOSEException e) {
                throw new IllegalStateException(e);
            }
        });
        assertForged("a token signed with RS512", claims -> StubProvider.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("rsa-1").build(), claims,
                world.provider.rsa));
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotTheIssuers() {
        RSAKey stranger = world.provider.stranger;
        URI elsewhere = URI.create(world.provider.origin() + "/stolen/keys");
        assertForged("a signature that is not the issuer's",
                claims -> StubProvider.signed(rs256().build(), claims, stranger));
        assertForged("a signature that is not the issuer's", claims -> StubProvider
                .signed(rs256().jwk(stranger.toPublicJWK()).build(), claims, stranger));
        assertForged("a signature that is not the issuer's",
                claims -> StubProvider.signed(rs256().jwkURL(elsewhere).build(), claims, stranger));
        assertForged("a signature that is not the issuer's",
                claims -> StubProvider.signed(rs256().x509CertURL(elsewhere).build(), claims, stranger));
        assertForged("a key that is not the issuer's", claims -> StubProvider.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../etc/passwd").build(), claims,
                stranger));
        assertForged("a token that names no key", claims -> StubProvider
                .signed(new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims, world.provider.rsa));
        assertFalse(world.provider.asked.contains("/stolen/keys"));
    }

    @Test
    void aKeyForSomethingElseSignsNobodyIn() {
        RSAKey cipher = new RSAKey.Builder(StubProvider.rsa("enc-1"))
                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION).build();
        world.provider.keys.add(cipher.toPublicJWK().toJSONObject());
        assertForged("a signature that is not the issuer's", claims -> StubProvider.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("enc-1").build(), claims, cipher));
        // A key of another kind under that name.
        assertForged("a signature that is not the issuer's", claims -> StubProvider.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ec-1").build(), claims, world.provider.rsa));
    }

    @Test
    void changedBytesAreRefused() {
        assertForged("a signature that is not the issuer's", claims -> {
            String[] parts = world.provider.signed(claims).split("[.]", -1);
            String changed = new String(Base64URL.from(parts[1]).decode(), StandardCharsets.UTF_8)
                    .replace(StubProvider.ADA, StubProvider.EVA);
            return parts[0] + "." + StubProvider.base64(changed) + "." + parts[2];
        });
    }

    @Test
    void anotherIssuerIsRefused() {
        world.assertLie("a token of another issuer", claim("iss", "https://evil.example"));
        world.assertLie("a token of another issuer", claim("iss", world.provider.issuer() + "/"));
        world.assertLie("a token without iss", without("iss"));
    }

    @Test
    void aTokenForAnotherClientIsRefused() {
        String why = "a token that is not for this client alone";
        world.assertLie(why, claim("aud", "another"));
        world.assertLie(why, without("aud"));
        world.assertLie(why, claim("aud", List.of(StubProvider.CLIENT, "another")));
        world.assertLie(why, claims -> claims.audience(List.of(StubProvider.CLIENT, "another"))
                .claim("azp", "another"));
        world.assertLie("a token made for another client", claim("azp", "another"));
    }

    @Test
    void aTokenThatIsOverOrWithoutEndIsRefused() {
        String why = "a token that is over, or says not when it is";
        world.assertLie(why, claims -> claims.expirationTime(Date.from(now().minus(Claims.SKEW))));
        world.assertLie(why, without("exp"));
        world.assertLie("a token that is not good yet",
                claims -> claims.notBeforeTime(Date.from(now().plus(Claims.SKEW).plusSeconds(1))));
    }

    @Test
    void aTokenIsOfNow() {
        world.assertLie("a token from the future",
                claims -> claims.issueTime(Date.from(now().plus(Claims.SKEW).plusSeconds(1))));
        world.assertLie("a token that was made a while ago", claims -> claims
                .issueTime(Date.from(now().minus(Claims.FRESH).minus(Claims.SKEW).minusSeconds(1))));
        world.assertLie("a token without iat", without("iat"));
        world.assertLie("something that is not a signed token", claim("iat", "soon"));
    }

    @Test
    void aTokenWithoutOurNonceIsRefused() {
        world.assertLie("a token without nonce", without("nonce"));
        world.assertLie("a token for another sign-in", claim("nonce", "another"));
        world.assertLie("a claim nonce that is no text", claim("nonce", 7));
    }

    @Test
    void lessThanWasAskedForIsNotEnoughWhateverTheProviderThinks() throws OidcTrouble {
        world.assertLie("a proof weaker than asked for: none instead of otp", claim("acr", "pwd"));
        world.assertLie("a proof weaker than asked for: none instead of otp", claim("acr", "1"));
        world.assertLie("a proof weaker than asked for: none instead of otp", without("acr"));
        Wanted strong = new Wanted(Mfa.PHISHING_RESISTANT, Optional.empty(), "/");
        OidcWorld.assertDistrust("a proof weaker than asked for: otp instead of phishing-resistant",
                () -> world.arriveWith(strong, _ -> {
                }));
        assertEquals(Mfa.PHISHING_RESISTANT,
                world.arriveWith(OidcWorld.SIGN_IN, claim("acr", "hwk")).proof().level());
    }

    @Test
    void aProofFromLongAgoDoesNotStepUp() throws OidcTrouble {
        Wanted up = new Wanted(Mfa.OTP, Optional.of(
                new Wanted.Raise("id", new io.sallyport.policies.id.PersonName("ada"))), "/");
        Instant edge = now().minus(Duration.ofMinutes(5)).minus(Claims.SKEW);
        String why = "a proof that is too old, or from the future";
        OidcWorld.assertDistrust(why,
                () -> world.arriveWith(up, claim("auth_time", edge.minusSeconds(1).getEpochSecond())));
        assertEquals(edge, world.arriveWith(up, claim("auth_time", edge.getEpochSecond())).proof().at());
        OidcWorld.assertDistrust("a token without auth_time",
                () -> world.arriveWith(up, without("auth_time")));
        world.assertLie(why, claim("auth_time", now().minus(Duration.ofHours(9)).getEpochSecond()));
        world.assertLie(why, claim("auth_time", now().plusSeconds(40).getEpochSecond()));
        assertEquals(now(), world.arriveWith(OidcWorld.SIGN_IN,
                claim("auth_time", now().plusSeconds(20).getEpochSecond())).proof().at());
    }

    @Test
    void whoItIsStandsInTheSubjectAlone() {
        world.assertLie("a token without sub", without("sub"));
        world.assertLie("a claim sub that is empty or too long", claim("sub", ""));
        world.assertLie("a claim sub that is empty or too long", claim("sub", "x".repeat(256)));
    }

    @Test
    void anotherKindOfTokenDoesNotPassForThisOne() {
        for (String type : List.of("logout+jwt", "at+jwt", "secevent+jwt")) {
            assertForged("a token of another kind", claims -> StubProvider.signed(
                    rs256().type(new JOSEObjectType(type)).build(), claims, world.provider.rsa));
        }
    }

    @Test
    void whatMustBeUnderstoodAndIsNotIsRefused() {
        assertForged("a token with extensions that must be understood",
                claims -> StubProvider.signed(rs256().criticalParams(java.util.Set.of("b64"))
                        .base64URLEncodePayload(true).build(), claims, world.provider.rsa));
    }

    @Test
    void aTokenThatIsTooLargeIsRefused() {
        world.assertLie("a token that is too large", claim("more", "x".repeat(Signatures.MOST_CHARACTERS)));
    }

    @Test
    void aNewKeyIsFoundAndAnUnknownOneDoesNotMakeUsAskAllTheTime() throws OidcTrouble {
        world.arriveWith(OidcWorld.SIGN_IN, _ -> {
        });
        RSAKey next = StubProvider.rsa("rsa-2");
        world.provider.keys.add(next.toPublicJWK().toJSONObject());
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-2").build();
        for (int i = 0; i < 5; i++) {
            assertForged("a key that is not the issuer's",
                    claims -> StubProvider.signed(header, claims, next));
        }
        long before = keyQuestions();
        assertEquals(1, before);
        world.clock.advance(Provider.SOONEST);
        OidcWorld.Trip trip = world.depart(OidcWorld.SIGN_IN);
        world.arrive(trip, StubProvider.signed(header,
                world.provider.claims(StubProvider.ADA, trip.nonce()).build(), next));
        assertEquals(2, keyQuestions());
    }

    @Test
    void aKeyThatTheIssuerTookBackIsForgotten() throws OidcTrouble {
        world.arriveWith(OidcWorld.SIGN_IN, _ -> {
        });
        world.provider.keys.removeIf(key -> Map.of("kid", "rsa-1").entrySet()
                .stream().allMatch(each -> each.getValue().equals(key.get(each.getKey()))));
        world.clock.advance(Provider.LIFE);
        world.assertLie("a key that is not the issuer's", _ -> {
        });
    }

    private long keyQuestions() {
        return world.provider.asked.stream().filter(path -> path.endsWith("/keys")).count();
    }
}
