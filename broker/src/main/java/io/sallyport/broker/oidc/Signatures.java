package io.sallyport.broker.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;

/**
 * Believes a token only when one of the issuer's published keys has signed it. Which key is asked of the issuer, never of the token: what its header
 * says of keys and where to find them (jwk, jku, x5c, x5u) is not looked at. Blocking; safe for many threads.
 */
final class Signatures {
    /** RFC 8725 section 3.1: an algorithm is chosen by who verifies. No "none", nothing with a shared secret. */
    static final Set<JWSAlgorithm> ALLOWED = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256,
            JWSAlgorithm.EdDSA);
    /** Of a token as it is sent. */
    static final int MOST_CHARACTERS = 16 * 1024;
    private static final int RSA_BITS = 2048;

    /** @param type the header's {@code typ}, lower case */
    record Believed(Optional<String> type, JWTClaimsSet claims) {}

    private final Provider provider;

    Signatures(Provider provider) {
        this.provider = provider;
    }

    Believed verified(String token) throws OidcTrouble {
        if (token.length() > MOST_CHARACTERS) {
            throw new OidcTrouble.Distrust("a token that is too large");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            JWSHeader header = jwt.getHeader();
            if (!ALLOWED.contains(header.getAlgorithm())) {
                throw new OidcTrouble.Distrust("a token signed with " + header.getAlgorithm());
            }
            if (header.getKeyID() == null) {
                throw new OidcTrouble.Distrust("a token that names no key");
            }
            if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
                throw new OidcTrouble.Distrust("a token with extensions that must be understood");
            }
            if (!signedBy(provider.key(header.getKeyID()), jwt)) {
                throw new OidcTrouble.Distrust("a signature that is not the issuer's");
            }
            return new Believed(
                    Optional.ofNullable(header.getType())
                            .map(type -> type.getType().toLowerCase(java.util.Locale.ROOT)),
                    jwt.getJWTClaimsSet());
        } catch (ParseException e) {
            throw new OidcTrouble.Distrust("something that is not a signed token");
        }
    }

    // The key's own kind decides, so that an algorithm for one kind is never tried with another.
    private static boolean signedBy(JWK key, SignedJWT jwt) {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        boolean forIt = (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
        if (!forIt) {
            return false;
        }
        try {
            return switch (key) {
                case RSAKey rsa -> algorithm.equals(JWSAlgorithm.RS256) && rsa.size() >= RSA_BITS
                        && jwt.verify(new RSASSAVerifier(rsa.toRSAPublicKey()));
                case ECKey ec -> algorithm.equals(JWSAlgorithm.ES256) && ec.getCurve().equals(Curve.P_256)
                        && jwt.verify(new ECDSAVerifier(ec.toECPublicKey()));
                case OctetKeyPair ed -> algorithm.equals(JWSAlgorithm.EdDSA)
                        && Ed25519.verifies(ed, jwt.getSigningInput(), jwt.getSignature().decode());
                default -> false;
            };
        } catch (JOSEException e) {
            return false;
        }
    }
}
