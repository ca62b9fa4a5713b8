package io.sallyport.broker.keys;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditException;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Journals that a key was proven, once for each key and day in UTC. Safe for many threads. */
public final class KeyUse {
    private static final Logger LOG = Logger.getLogger(KeyUse.class.getName());

    private final AuditTrail trail;
    private final People people;
    private final InstantSource time;
    private final Executor threads;
    private final Set<KeyFingerprint> underWay = ConcurrentHashMap.newKeySet();

    /** {@code threads}: where it may wait for the disk. */
    public KeyUse(AuditTrail trail, People people, InstantSource time, Executor threads) {
        this.trail = trail;
        this.people = people;
        this.time = time;
        this.threads = threads;
    }

    /** The signature of this key was verified. Returns at once: nothing waits for the journal here, and no failure of it keeps anybody out. */
    public void proven(PersonName person, KeyFingerprint fingerprint) {
        if (due(person, fingerprint, time.instant()) && underWay.add(fingerprint)) {
            threads.execute(() -> write(person, fingerprint));
        }
    }

    private boolean due(PersonName person, KeyFingerprint fingerprint, Instant at) {
        Optional<RegisteredKey> key = people.key(fingerprint).filter(each -> each.person().equals(person));
        return key.isPresent() && key.get().lastUsed()
                .filter(day -> !day.isBefore(at.truncatedTo(ChronoUnit.DAYS))).isEmpty();
    }

    private void write(PersonName person, KeyFingerprint fingerprint) {
        try {
            trail.<Boolean>commit(at -> due(person, fingerprint, at)
                    ? Ruling.of(true, new DirectoryEvent.KeyUsed(at, Actor.of(person), person, fingerprint))
                    : Ruling.of(false));
        } catch (AuditException e) {
            LOG.log(Level.SEVERE, "the use of a key could not be journalled", e);
        } finally {
            underWay.remove(fingerprint);
        }
    }
}
