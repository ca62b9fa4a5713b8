package io.sallyport.broker.token;

import io.sallyport.policies.yaml.Fields;
import io.sallyport.policies.yaml.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The block {@code api_tokens} of the broker's configuration.
 *
 * @param longest no token lives longer
 */
public record TokenSettings(Duration longest) {
    /** Without the block. */
    public static final TokenSettings STANDARD = new TokenSettings(Duration.ofDays(90));
    private static final int MOST_DAYS = 366;

    /** The settings of the whole file's {@code fields}; the usual ones where nothing good is written, which is reported. */
    public static TokenSettings read(Fields fields, Problems problems) {
        return fields.block("api_tokens", "the block 'api_tokens'", Set.of("longest")).flatMap(block -> block
                .requiredParsed("longest", TokenSettings::days, "bad-duration",
                        "a number of days from 1d to " + MOST_DAYS + "d"))
                .map(TokenSettings::new).orElse(STANDARD);
    }

    private static Optional<Duration> days(String text) {
        return text.matches("[1-9][0-9]{0,2}d")
                ? Optional.of(Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))))
                        .filter(days -> days.toDays() <= MOST_DAYS)
                : Optional.empty();
    }
}
