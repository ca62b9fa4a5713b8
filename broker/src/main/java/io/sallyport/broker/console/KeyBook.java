package io.sallyport.broker.console;

import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.RegisteredKey;
import io.sallyport.broker.keys.KeyDesk;
import io.sallyport.broker.keys.KeyForm;
import io.sallyport.broker.keys.KeyOutcome;
import io.sallyport.broker.keys.KeyProposal;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the console needs of people's keys. Every call blocks, and decides for itself what the person may see and do. */
public interface KeyBook {
    List<RegisteredKey> own(Person person);

    List<KeyProposal> waiting(Person viewer);

    KeyOutcome add(Person by, KeyForm form);

    KeyOutcome end(Person by, KeyFingerprint key, boolean sure);

    KeyOutcome decide(Person by, String id, boolean yes);

    /** Somebody else's. Absent and hidden look the same. */
    Optional<List<RegisteredKey>> of(Person viewer, PersonName whose);

    /** {@code shown}: what {@code by} has shown within {@link KeyDesk#RECENT}. */
    KeyOutcome endOf(Person by, PersonName whose, KeyFingerprint key, Mfa shown, boolean sure);

    /** By the broker's own desk. */
    static KeyBook of(People people, KeyDesk desk) {
        return new KeyBook() {
            @Override
            public List<RegisteredKey> own(Person person) {
                return people.keysOf(person.name());
            }

            @Override
            public List<KeyProposal> waiting(Person viewer) {
                return desk.waiting(viewer);
            }

            @Override
            public KeyOutcome add(Person by, KeyForm form) {
                return desk.add(by, form);
            }

            @Override
            public KeyOutcome end(Person by, KeyFingerprint key, boolean sure) {
                return desk.end(by, key, Duration.ZERO, sure);
            }

            @Override
            public KeyOutcome decide(Person by, String id, boolean yes) {
                return desk.decide(by, id, yes);
            }

            @Override
            public Optional<List<RegisteredKey>> of(Person viewer, PersonName whose) {
                return desk.keysOf(viewer, whose);
            }

            @Override
            public KeyOutcome endOf(Person by, PersonName whose, KeyFingerprint key, Mfa shown,
                    boolean sure) {
                return desk.endOf(by, whose, key, shown, sure);
            }
        };
    }
}
