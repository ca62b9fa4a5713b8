package io.sallyport.broker.service;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** An account's last day as people write it, such as {@code 2027-03-31}: in UTC, and it counts in full. */
public final class LastDay {
    private LastDay() {}

    /** The moment from which on the time is over; empty when the text is no day. */
    public static Optional<Instant> end(String day) {
        try {
            return Optional.of(LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day of the last moment before {@code until}. */
    public static String of(Instant until) {
        return until.minusNanos(1).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }
}
