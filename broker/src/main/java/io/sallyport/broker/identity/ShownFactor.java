package io.sallyport.broker.identity;

import io.sallyport.broker.audit.AccountEvent;
import java.util.Optional;

/**
 * A factor of an account that somebody has shown, in the words of {@link AccountEvent.FactorRemoved}: what it proved ends with it.
 *
 * @param factor {@code otp}, of which an account has one, or {@code passkey}
 * @param id which passkey
 */
public record ShownFactor(String factor, Optional<String> id) {
    /** A one-time code, or a recovery code in its place. */
    public static final ShownFactor OTP = new ShownFactor("otp", Optional.empty());

    /** {@code id}: as the journal names it. */
    public static ShownFactor passkey(String id) {
        return new ShownFactor("passkey", Optional.of(id));
    }
}
