package io.sallyport.authority.keys;

import io.sallyport.wire.cert.Ed25519Key;
import io.sallyport.wire.cert.TrustBundle;
import java.security.SecureRandom;
import java.util.List;

/** The two CA keys, which are never the same, and whether they were made for a demonstration. */
public record CaKeys(Ed25519Key user, Ed25519Key host, boolean demo) {
    private static final long FIRST_VERSION = 1;

    public CaKeys {
        if (user.equals(host)) {
            throw new IllegalArgumentException("the user CA and the host CA must be different keys");
        }
    }

    /** New keys. */
    public static CaKeys generate(SecureRandom random, boolean demo) {
        return new CaKeys(Ed25519Key.generate(random), Ed25519Key.generate(random), demo);
    }

    /** The public halves, as agents and brokers trust them. */
    public TrustBundle trust() {
        return new TrustBundle(FIRST_VERSION, List.of(user.publicKey()), List.of(host.publicKey()), demo);
    }
}
