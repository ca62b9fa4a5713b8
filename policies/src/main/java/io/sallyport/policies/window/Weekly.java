package io.sallyport.policies.window;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/**
 * A part of a week, in wall time, half-open.
 *
 * @param days on which it starts
 * @param from inclusive
 * @param to exclusive; not after {@code from} means the next day's, so midnight is the end of the day and never its beginning
 */
record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    Weekly {
        days = Set.copyOf(days);
    }

    boolean startsOn(LocalDate day) {
        return days.contains(day.getDayOfWeek());
    }

    LocalDateTime start(LocalDate day) {
        return day.atTime(from);
    }

    LocalDateTime end(LocalDate day) {
        return (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
    }
}
