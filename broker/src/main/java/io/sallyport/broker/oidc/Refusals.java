package io.sallyport.broker.oidc;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Says in the log why sign-ins were refused: so many within a minute, and after it how many more there were. Anybody can have as many refused as they
 * like. Safe for many threads.
 */
final class Refusals {
    static final int LINES = 20;
    static final Duration WINDOW = Duration.ofMinutes(1);

    private final Logger log;
    private final LongSupplier nanos;
    // Guarded by the monitor of this object.
    private long begun;
    private int said;
    private long unsaid;

    /** @param nanos monotonic, in nanoseconds */
    Refusals(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** {@code correlation}: what whoever was refused was given to name it by. */
    synchronized void say(OidcTrouble trouble, String correlation) {
        long now = nanos.getAsLong();
        if (now - begun >= WINDOW.toNanos()) {
            if (unsaid > 0) {
                log.log(Level.WARNING,
                        "{0} more sign-ins by OpenID Connect were refused, without a line each",
                        unsaid);
            }
            begun = now;
            said = 0;
            unsaid = 0;
        }
        if (said < LINES) {
            said++;
            log.log(Level.WARNING, "sign-in by OpenID Connect refused, correlation {0}: {1}",
                    new Object[]{correlation, trouble.why()});
        } else {
            unsaid++;
        }
    }
}
