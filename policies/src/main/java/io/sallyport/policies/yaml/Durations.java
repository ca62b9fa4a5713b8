package io.sallyport.policies.yaml;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 90m}, {@code 2h}, {@code 1h30m}, {@code 30s}. */
public final class Durations {
    private static final Pattern FORM = Pattern
            .compile("(?:([0-9]{1,4})h)?(?:([0-9]{1,5})m)?(?:([0-9]{1,6})s)?");

    private Durations() {}

    /** Never zero. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofHours(part(matcher.group(1))).plusMinutes(part(matcher.group(2)))
                .plusSeconds(part(matcher.group(3)));
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }

    private static long part(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** The shortest of these forms, such as {@code 1h30m}; parts of a second are left out. */
    public static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        if (duration.toHours() > 0) {
            text.append(duration.toHours()).append('h');
        }
        if (duration.toMinutesPart() > 0) {
            text.append(duration.toMinutesPart()).append('m');
        }
        if (duration.toSecondsPart() > 0) {
            text.append(duration.toSecondsPart()).append('s');
        }
        return text.isEmpty() ? "0s" : text.toString();
    }
}
