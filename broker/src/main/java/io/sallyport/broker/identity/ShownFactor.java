package io.sallyport.broker.identity;

import io.sallyport.broker.audit.AccountEvent;
import io.sallyport.policies.id.KeyFingerprint;
import java.util.Optional;

/**
 * What somebody has shown, in the words of {@link AccountEvent.FactorRemoved}: what it proved ends with it.
 *
 * @param factor {@code otp}, of which an account has one, {@code passkey}, or {@code key}
 * @param id which passkey; the fingerprint of which key
 */
public record ShownFactor(String factor, Optional<String> id) {
    /** A one-time code, or a recovery code in its place. */
    public static final ShownFactor OTP = new ShownFactor("otp", Optional.empty());

    private static final String KEY = "key";

    /** A key that was proven over SSH. */
    public static ShownFactor key(KeyFingerprint fingerprint) {
        return new ShownFactor(KEY, Optional.of(fingerprint.value()));
    }

    /** The key, when it is one. */
    Optional<KeyFingerprint> key() {
        return factor.equals(KEY) ? id.flatMap(KeyFingerprint::parse) : Optional.empty();
    }

    /** {@code id}: as the journal names it. */
    public static ShownFactor passkey(String id) {
        return new ShownFactor("passkey", Optional.of(id));
    }
}
