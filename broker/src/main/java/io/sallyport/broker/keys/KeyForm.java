package io.sallyport.broker.keys;

import io.sallyport.policies.policy.Mfa;
import java.time.Duration;
import java.util.Optional;

/**
 * A key that somebody wants to add.
 *
 * @param line what they pasted; foreign
 * @param lifetime as wished; empty: as long as it may be
 * @param shown the strongest proof beyond the key in use that the person has shown within {@link KeyDesk#RECENT}
 * @param rotation the key in use that this one is to replace
 */
public record KeyForm(String line, Optional<Duration> lifetime, Mfa shown, Optional<Rotation> rotation) {
    /** One more key. */
    public KeyForm(String line, Optional<Duration> lifetime, Mfa shown) {
        this(line, lifetime, shown, Optional.empty());
    }
}
