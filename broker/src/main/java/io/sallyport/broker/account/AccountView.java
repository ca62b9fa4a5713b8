package io.sallyport.broker.account;

import io.sallyport.policies.policy.Mfa;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account as its owner may see it: what there is, and never a secret.
 *
 * @param totp since when there is an authenticator app
 * @param recovery how many recovery codes are left
 * @param barrier why nothing can be changed now; empty: it can
 * @param strongest what the owner could prove at most
 */
public record AccountView(boolean password, Optional<Instant> totp, List<Key> passkeys, int recovery,
        boolean guarded, Optional<FactorOutcome.Why> barrier, String barrierText, Mfa strongest) {
    public AccountView {
        passkeys = List.copyOf(passkeys);
    }

    /** A passkey. {@code id}: names it, and does nothing else. */
    public record Key(String id, String label, Instant since, Optional<Instant> used, boolean synced) {}
}
