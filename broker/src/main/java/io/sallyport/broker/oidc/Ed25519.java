package io.sallyport.broker.oidc;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Verifies RFC 8037 signatures with the platform's own Ed25519; the library would want another library for it. */
final class Ed25519 {
    /** SubjectPublicKeyInfo of an Ed25519 key up to the key (RFC 8410). */
    private static final byte[] BEFORE = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    private Ed25519() {}

    static boolean verifies(OctetKeyPair key, byte[] signed, byte[] signature) {
        byte[] x = key.getDecodedX();
        if (!Curve.Ed25519.equals(key.getCurve()) || x.length != KEY_BYTES
                || signature.length != SIGNATURE_BYTES) {
            return false;
        }
        byte[] spki = new byte[BEFORE.length + KEY_BYTES];
        System.arraycopy(BEFORE, 0, spki, 0, BEFORE.length);
        System.arraycopy(x, 0, spki, BEFORE.length, KEY_BYTES);
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
