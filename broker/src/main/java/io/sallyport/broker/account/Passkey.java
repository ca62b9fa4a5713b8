package io.sallyport.broker.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One registered passkey. None of it is secret: the private key never left the authenticator.
 *
 * @param credential credential id as the authenticator made it, base64url
 * @param data attested credential data (WebAuthn §6.5.1) with the public key, base64url
 * @param counter the last signature counter seen; 0: the authenticator has none
 * @param backupEligible it may be copied to other devices of its owner
 * @param backedUp it was, when it was last used
 * @param label what its owner calls it
 * @param used when it last signed in
 */
record Passkey(String credential, String data, long counter, boolean backupEligible, boolean backedUp,
        String label, Instant since, Optional<Instant> used) {

    /** A short name for it in pages and in the journal: nothing can be done with it. */
    String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(credential.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    Passkey usedAt(Instant at, long now, boolean copied) {
        return new Passkey(credential, data, now, backupEligible, copied, label, since, Optional.of(at));
    }
}
