package io.sallyport.broker.account;

import io.sallyport.wire.Secret;
import java.time.Instant;

/**
 * A registered authenticator app.
 *
 * @param lastStep the latest step whose code was used
 */
record TotpFactor(Secret secret, long lastStep, Instant since) {
    TotpFactor usedAt(long step) {
        return new TotpFactor(secret, step, since);
    }
}
