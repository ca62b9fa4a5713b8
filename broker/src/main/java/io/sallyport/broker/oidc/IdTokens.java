package io.sallyport.broker.oidc;

import io.sallyport.policies.policy.Mfa;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What an id token has to be (OpenID Connect Core 3.1.3.7). Names, mail, groups and roles in it are not read: who somebody is stands in the subject,
 * and what they may stands in Sallyport's own directory. Blocking; safe for many threads.
 */
final class IdTokens {
    private final OidcSettings settings;
    private final Signatures signatures;
    private final InstantSource time;

    IdTokens(OidcSettings settings, Signatures signatures, InstantSource time) {
        this.settings = settings;
        this.signatures = signatures;
        this.time = time;
    }

    /**
     * @param nonce the one that was sent
     * @param least what was asked for; some providers answer with less and say nothing of it
     * @param maxAge how long ago the person may have proven themselves
     */
    Proof proof(String token, String nonce, Mfa least, Duration maxAge) throws OidcTrouble {
        Signatures.Believed believed = signatures.verified(token);
        // RFC 8725 section 3.11: no other kind of token passes for this one.
        if (believed.type().filter(type -> !type.equals("jwt")).isPresent()) {
            throw new OidcTrouble.Distrust("a token of another kind");
        }
        Instant now = time.instant();
        Claims claims = new Claims(believed.claims(), now);
        claims.requireFrom(settings, true);
        if (!same(claims.needed("nonce"), nonce)) {
            throw new OidcTrouble.Distrust("a token for another sign-in");
        }
        Mfa level = settings.levels().of(claims.text("acr"));
        if (level.compareTo(least) < 0) {
            throw new OidcTrouble.Distrust("a proof weaker than asked for: " + level.text() + " instead of "
                    + least.text());
        }
        Instant at = claims.neededTime("auth_time");
        if (at.isAfter(now.plus(Claims.SKEW)) || at.isBefore(now.minus(maxAge).minus(Claims.SKEW))) {
            throw new OidcTrouble.Distrust("a proof that is too old, or from the future");
        }
        return new Proof(claims.needed("sub"), claims.text("sid"), level, at.isAfter(now) ? now : at);
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8),
                other.getBytes(StandardCharsets.UTF_8));
    }
}
