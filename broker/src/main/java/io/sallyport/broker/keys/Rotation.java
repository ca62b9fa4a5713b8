package io.sallyport.broker.keys;

import io.sallyport.policies.id.KeyFingerprint;
import java.time.Duration;

/**
 * The key that a new one takes the place of.
 *
 * @param old of the same person
 * @param overlap for how long the old one goes on, counted from the moment the new one proves its person; positive, whole seconds
 */
public record Rotation(KeyFingerprint old, Duration overlap) {
    public Rotation {
        if (!overlap.isPositive()) {
            throw new IllegalArgumentException("an overlap of " + overlap);
        }
    }
}
