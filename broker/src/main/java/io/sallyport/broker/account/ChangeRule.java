package io.sallyport.broker.account;

import io.sallyport.broker.account.FactorOutcome.Why;
import io.sallyport.broker.identity.Assurance;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may change the factors of an account (docs/formats/accounts.md). Once a second factor was enrolled, a fresh proof as strong
 * as the strongest factor there is; before that a proof by key or link, fresh and given since the account was opened, and only while it is open. So a stolen key
 * enrols a thief's phone only where somebody opened the account and its owner has not come yet. Pure.
 */
final class ChangeRule {
    /** How long a proof counts as fresh: long enough to install an app. */
    static final Duration FRESH = Duration.ofMinutes(15);

    /** Why not. */
    record Barrier(Why why, String text) {}

    private ChangeRule() {}

    /** Empty: they may. {@code shown}: what the one who asks has proven, by now, of the same person. */
    static Optional<Barrier> barrier(Optional<StoredAccount> account, Assurance shown, Instant now) {
        if (account.isEmpty()) {
            return notOpen();
        }
        StoredAccount there = account.get();
        if (!there.enabled()) {
            return Optional.of(new Barrier(Why.DISABLED, "This account is disabled."));
        }
        if (there.guarded()) {
            Mfa needed = there.strongest().atLeast(Mfa.OTP) ? there.strongest() : Mfa.OTP;
            return shown.covers(needed, FRESH, now)
                    ? Optional.empty()
                    : Optional.of(new Barrier(Why.PROVE_FIRST, needed == Mfa.PHISHING_RESISTANT
                            ? "Show your passkey first: what guards this account is changed only by who has it."
                            : "Show your one-time code first: what guards this account is changed only by who"
                                    + " has it."));
        }
        if (!there.open(now)) {
            return notOpen();
        }
        // What was shown before it was opened was perhaps shown by whom it was taken from.
        Instant opened = there.openUntil().orElseThrow().minus(Opening.OPEN);
        return shown.covers(Mfa.NONE, FRESH, now) && !shown.at().isBefore(opened)
                ? Optional.empty()
                : Optional.of(new Barrier(Why.TOO_OLD,
                        "You came in some time ago. Get a new link with: ssh gw account"));
    }

    private static Optional<Barrier> notOpen() {
        return Optional
                .of(new Barrier(Why.NOT_OPEN, "This account is not open for enrolment. Ask the operator of"
                        + " this broker to open it."));
    }
}
