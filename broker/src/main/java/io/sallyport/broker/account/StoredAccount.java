package io.sallyport.broker.account;

import io.sallyport.broker.identity.Factor;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.wire.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that is kept of one account. Immutable.
 *
 * @param enabled false: nothing of it signs in
 * @param openUntil until then a proven key alone may enrol the first second factor; empty: not open
 * @param guarded a second factor was enrolled at some time: from then on no key alone changes anything
 * @param handle WebAuthn's user handle: random, tells nothing about the person (WebAuthn §14.6.1)
 * @param recovery hashes of the recovery codes that are left
 * @param profile who it was made for, when it was made from an invitation
 */
record StoredAccount(PersonName person, boolean enabled, Optional<Instant> openUntil, boolean guarded,
        Secret handle, Optional<PasswordHash> password, Optional<TotpFactor> totp, List<Passkey> passkeys,
        List<String> recovery, Optional<Profile> profile) {
    /** Passkeys of one account: enough for every device, few enough to look at. */
    static final int PASSKEYS = 10;
    static final int HANDLE_BYTES = 32;

    StoredAccount {
        passkeys = List.copyOf(passkeys);
        recovery = List.copyOf(recovery);
    }

    /** An account without any factor, closed. */
    static StoredAccount empty(PersonName person, Secret handle) {
        return new StoredAccount(person, true, Optional.empty(), false, handle, Optional.empty(),
                Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    boolean hasSecondFactor() {
        return totp.isPresent() || !passkeys.isEmpty();
    }

    boolean open(Instant at) {
        return !guarded && openUntil.filter(at::isBefore).isPresent();
    }

    /** The strongest proof its factors can give. */
    Mfa strongest() {
        return !passkeys.isEmpty() ? Mfa.PHISHING_RESISTANT : totp.isPresent() ? Mfa.OTP : Mfa.NONE;
    }

    Set<Factor> factors() {
        Set<Factor> factors = EnumSet.noneOf(Factor.class);
        password.ifPresent(_ -> factors.add(Factor.PASSWORD));
        totp.ifPresent(_ -> factors.add(Factor.OTP));
        if (!passkeys.isEmpty()) {
            factors.add(Factor.PASSKEY);
        }
        if (!recovery.isEmpty()) {
            factors.add(Factor.RECOVERY_CODE);
        }
        return factors;
    }

    Optional<Passkey> passkey(String credential) {
        return passkeys.stream().filter(each -> each.credential().equals(credential)).findFirst();
    }

    StoredAccount withEnabled(boolean now) {
        return new StoredAccount(person, now, openUntil, guarded, handle, password, totp, passkeys, recovery,
                profile);
    }

    StoredAccount opened(Instant until) {
        return new StoredAccount(person, enabled, Optional.of(until), guarded, handle, password, totp,
                passkeys, recovery, profile);
    }

    StoredAccount with(Profile made) {
        return new StoredAccount(person, enabled, openUntil, guarded, handle, password, totp, passkeys,
                recovery, Optional.of(made));
    }

    StoredAccount with(PasswordHash chosen) {
        return new StoredAccount(person, enabled, openUntil, guarded, handle, Optional.of(chosen), totp,
                passkeys, recovery, profile);
    }

    /** With this app or without any. A first one closes and guards the account. */
    StoredAccount withTotp(Optional<TotpFactor> now) {
        return new StoredAccount(person, enabled, closed(now.isPresent()), guarded || now.isPresent(),
                handle, password, now, passkeys, recovery, profile);
    }

    StoredAccount withPasskeys(List<Passkey> now) {
        return new StoredAccount(person, enabled, closed(!now.isEmpty()), guarded || !now.isEmpty(), handle,
                password, totp, now, recovery, profile);
    }

    /** One more passkey, or this one instead of the one of the same id. */
    StoredAccount with(Passkey passkey) {
        List<Passkey> now = new ArrayList<>(passkeys);
        now.removeIf(each -> each.credential().equals(passkey.credential()));
        now.add(passkey);
        return withPasskeys(now);
    }

    StoredAccount withRecovery(List<String> hashes) {
        return new StoredAccount(person, enabled, openUntil, guarded, handle, password, totp, passkeys,
                hashes, profile);
    }

    /** Nothing left but the account itself, as if it was new. */
    StoredAccount reset() {
        return new StoredAccount(person, enabled, Optional.empty(), false, handle, Optional.empty(),
                Optional.empty(), List.of(), List.of(), profile);
    }

    private Optional<Instant> closed(boolean enrolled) {
        return enrolled ? Optional.empty() : openUntil;
    }
}
