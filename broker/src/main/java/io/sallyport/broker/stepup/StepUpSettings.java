package io.sallyport.broker.stepup;

import java.time.Duration;

/**
 * How proof beyond the key is asked for.
 *
 * @param remember for how long a proof counts for the same person, key, source and target; {@link #SHORTEST} to {@link #LONGEST}
 */
public record StepUpSettings(Duration remember) {
    static final Duration SHORTEST = Duration.ofMinutes(1);
    /** Beyond a day it would not be a proof of presence any more. */
    static final Duration LONGEST = Duration.ofHours(24);
    /** A working day. After the two above, which its constructor needs. */
    public static final StepUpSettings STANDARD = new StepUpSettings(Duration.ofHours(8));

    public StepUpSettings {
        if (remember.compareTo(SHORTEST) < 0 || remember.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("remembered for " + remember);
        }
    }
}
