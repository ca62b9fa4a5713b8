package io.sallyport.broker;

import io.sallyport.policies.yaml.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** How far back to look, as an operator writes it. */
final class Since {
    private Since() {}

    /** {@code 90d} or {@code 12h} before {@code now}, {@code 2026-03-03} (midnight UTC) or a time with its offset; nothing that lies ahead. */
    static Optional<Instant> parse(String text, Instant now) {
        return span(text).map(now::minus).or(() -> moment(text)).filter(at -> !at.isAfter(now));
    }

    private static Optional<Duration> span(String text) {
        return text.matches("[1-9][0-9]{0,3}d")
                ? Optional.of(Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1))))
                : Durations.parse(text);
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(text.length() == "2026-03-03".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
