package io.sallyport.broker.request;

import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.util.Arrays;
import java.util.stream.Stream;

/** What is above what somebody has shown, and what they type to get there. Pure. */
public final class StepUps {
    private StepUps() {}

    /** The levels above {@code shown}, weakest first. */
    public static Stream<Mfa> above(Mfa shown) {
        return Arrays.stream(Mfa.values()).filter(level -> !shown.atLeast(level));
    }

    /** What to type before the next try. */
    public static String hint(TargetName target) {
        return "First: ssh -t gw confirm " + target;
    }
}
