package io.sallyport.broker.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WEB-3: who may say that a sign-in is over, and how often. */
class LogoutTokensTest {
    private final OidcWorld world;
    private int made;

    LogoutTokensTest(@TempDir Path folder) throws IOException {
        this.world = new OidcWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> lie) {
        JWTClaimsSet.Builder claims = world.provider.logout("jti-" + made++).claim("sid", "sid-1");
        lie.accept(claims);
        return claims.build();
    }

    private void assertRefused(String why, Consumer<JWTClaimsSet.Builder> lie) {
        assertRefused(why, world.provider.signed(claims(lie)));
    }

    private void assertRefused(String why, String token) {
        OidcWorld.assertDistrust(why, () -> world.party.over(token));
    }

    @Test
    void aSessionOrASubjectIsOver() throws OidcTrouble {
        assertEquals(new LogoutTokens.Over(Optional.empty(), Optional.of("sid-1")),
                world.party.over(world.provider.signed(claims(_ -> {
                }))));
        assertEquals(new LogoutTokens.Over(Optional.of("eva"), Optional.empty()),
                world.party.over(StubProvider.signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1")
                                .type(new JOSEObjectType("logout+jwt")).build(),
                        claims(each -> each.claim("sid", null).subject("eva")), world.provider.rsa)));
    }

    @Test
    void onlyTheIssuersOwnSignatureCounts() {
        JWTClaimsSet claims = claims(_ -> {
        });
        assertRefused("something that is not a signed token", StubProvider.base64("{\"alg\":\"none\"}") + "."
                + StubProvider.base64(claims.toString()) + ".");
        assertRefused("a signature that is not the issuer's", StubProvider.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-1").build(), claims,
                world.provider.stranger));
        assertRefused("something that is not a signed token", "nonsense");
    }

    @Test
    void aTokenIsTakenOnce() throws OidcTrouble {
        String token = world.provider.signed(claims(_ -> {
        }));
        world.party.over(token);
        assertRefused("a logout token that was used before", token);
        world.clock.advance(Claims.FRESH.plus(Claims.SKEW));
        // As long as it is believed by its age it is remembered.
        String late = world.provider.signed(claims(each -> each.expirationTime(null)));
        world.party.over(late);
        world.clock.advance(Claims.FRESH.plus(Claims.SKEW));
        assertRefused("a logout token that was used before", late);
    }

    @Test
    void anIdTokenSignsNobodyOut() {
        assertRefused("an id token in the place of a logout token", each -> each.claim("nonce", "n"));
        assertRefused("a token without events", each -> each.claim("events", null));
        assertRefused("a token that does not say that somebody logs out",
                each -> each.claim("events", Map.of("http://schemas.openid.net/event/other", Map.of())));
        assertRefused("a token that does not say that somebody logs out",
                each -> each.claim("events",
                        List.of("http://schemas.openid.net/event/backchannel-logout")));
    }

    @Test
    void anOldOneOneForOthersAndOneThatNamesNobodyAreRefused() {
        assertRefused("a token that was made a while ago", each -> each.expirationTime(null).issueTime(
                Date.from(world.clock.instant().minus(Claims.FRESH).minus(Claims.SKEW).minusSeconds(1))));
        assertRefused("a token that is over, or says not when it is", each -> each
                .expirationTime(Date.from(world.clock.instant().minus(Claims.SKEW))));
        assertRefused("a token without iat", each -> each.claim("iat", null));
        assertRefused("a token without jti", each -> each.claim("jti", null));
        assertRefused("a token that is not for this client alone", each -> each.audience("another"));
        assertRefused("a token of another issuer", each -> each.issuer("https://evil.example"));
        assertRefused("a logout token that names nobody", each -> each.claim("sid", null));
    }
}
