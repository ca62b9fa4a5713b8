package io.sallyport.broker.keys;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.identity.People;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Everything about people's keys, wired. */
public record Keys(KeyDesk desk, KeyUse use, Dormancy dormancy) {
    public static Keys of(AuditTrail trail, People people, KeyStore store, KeySettings settings,
            RecentProof proof, InstantSource time, RandomGenerator random) {
        return new Keys(new KeyDesk(trail, people, store, settings, proof, random),
                new KeyUse(trail, people, time, task -> {
                    var _ = Thread.ofVirtual().name("key-use").start(task);
                }), new Dormancy(trail, people, store, settings.dormancy(), time));
    }
}
