package io.sallyport.broker.stepup;

import io.sallyport.policies.yaml.Durations;
import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads the block {@code step_up} of the broker's configuration; it may be left out. */
public final class StepUpSettingsReader {
    private StepUpSettingsReader() {}

    /** The settings of the whole file's {@code fields}; the usual ones where nothing good is written, which is reported. */
    public static StepUpSettings read(Fields fields, Problems problems) {
        Optional<Fields> block = fields.block("step_up", "the block 'step_up'", Set.of("remember"));
        Optional<Duration> remember = block.flatMap(found -> found.duration("remember"));
        if (remember.isEmpty()) {
            return StepUpSettings.STANDARD;
        }
        if (remember.get().compareTo(StepUpSettings.SHORTEST) < 0
                || remember.get().compareTo(StepUpSettings.LONGEST) > 0) {
            problems.error(block.orElseThrow().at("remember"), "bad-duration",
                    "a proof is remembered for " + Durations.text(StepUpSettings.SHORTEST) + " to "
                            + Durations.text(StepUpSettings.LONGEST));
            return StepUpSettings.STANDARD;
        }
        return new StepUpSettings(remember.get());
    }
}
