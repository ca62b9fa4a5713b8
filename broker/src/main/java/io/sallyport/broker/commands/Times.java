package io.sallyport.broker.commands;

import io.sallyport.policies.yaml.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How commands write and read times: UTC, always said so, because the people in one session sit in several zones. */
final class Times {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")
            .withZone(ZoneOffset.UTC);
    private static final Pattern DAYS = Pattern.compile("([0-9]{1,4})d");

    private Times() {}

    static String shown(Instant at) {
        return SHOWN.format(at);
    }

    static String shown(Duration duration) {
        return Durations.text(duration);
    }

    /** {@code 2h}, {@code 90m}, {@code 1h30m}, {@code 7d}. */
    static Optional<Duration> duration(String text) {
        Matcher days = DAYS.matcher(text);
        if (days.matches()) {
            return Optional.of(Duration.ofDays(Long.parseLong(days.group(1))));
        }
        return Durations.parse(text);
    }

    /** {@code 18:00} (the next one, UTC) or a full time with its offset, {@code 2026-11-24T18:00Z}. */
    static Optional<Instant> instant(String text, Instant now) {
        try {
            if (text.length() == 5) {
                OffsetDateTime today = now.atOffset(ZoneOffset.UTC).with(LocalTime.parse(text));
                return Optional.of((today.toInstant().isBefore(now) ? today.plusDays(1) : today).toInstant());
            }
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
