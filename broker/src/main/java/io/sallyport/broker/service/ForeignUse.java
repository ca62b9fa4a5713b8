package io.sallyport.broker.service;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditException;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.KeyEvent;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes down that a service account's key was proven from where the account never comes: the surest sign that a key was stolen. Once for each
 * key and address within an hour, because whoever has the key decides how often they come. Safe for many threads.
 */
public final class ForeignUse {
    private static final Logger LOG = Logger.getLogger(ForeignUse.class.getName());
    private static final Duration QUIET = Duration.ofHours(1);
    /** Keys with addresses that are remembered; beyond it the oldest is written down anew. */
    private static final int REMEMBERED = 4096;

    private record Use(KeyFingerprint key, InetAddress source) {}

    private final AuditTrail trail;
    private final LongSupplier nanos;
    private final Executor threads;
    private final Map<Use, Long> written = new LinkedHashMap<>(); // guarded by this; insertion order

    /**
     * @param nanos monotonic
     * @param threads where it may wait for the disk
     */
    public ForeignUse(AuditTrail trail, LongSupplier nanos, Executor threads) {
        this.trail = trail;
        this.nanos = nanos;
        this.threads = threads;
    }

    /** The signature was verified, and the connection refused. Returns at once. */
    public void proven(PersonName person, KeyFingerprint key, InetAddress source) {
        if (due(new Use(key, source))) {
            threads.execute(() -> write(person, key, source.getHostAddress().replaceFirst("%.*", "")));
        }
    }

    private synchronized boolean due(Use use) {
        long now = nanos.getAsLong();
        Long before = written.get(use);
        if (before != null && now - before < QUIET.toNanos()) {
            return false;
        }
        written.remove(use);
        written.put(use, now);
        if (written.size() > REMEMBERED) {
            written.remove(written.keySet().iterator().next());
        }
        return true;
    }

    private void write(PersonName person, KeyFingerprint key, String source) {
        LOG.log(Level.WARNING, "A KEY WHERE IT DOES NOT BELONG: {0} of {1} was proven from {2} and refused",
                new Object[]{key, person, source});
        try {
            trail.record(at -> new KeyEvent.KeyElsewhere(at, Actor.SYSTEM, person, key, source));
        } catch (AuditException e) {
            LOG.log(Level.SEVERE, "that could not be journalled", e);
        }
    }
}
