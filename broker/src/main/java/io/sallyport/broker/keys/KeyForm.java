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
 */
public record KeyForm(String line, Optional<Duration> lifetime, Mfa shown) {}
