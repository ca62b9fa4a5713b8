package io.sallyport.policies.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The clock on a wall of a place. A reading is reached once: when the clock is put forward over it, at the instant of the change; when the
 * clock is put back and shows it twice, the first time. {@code ZonedDateTime.of} does otherwise: it shifts a skipped reading by the length
 * of the gap, which would open a window that lies wholly in the gap.
 */
record WallClock(ZoneId zone) {
    private static final Duration PLAIN_DAY = Duration.ofHours(24);

    /** When the clock first shows this, or first shows more. */
    Instant reaches(LocalDateTime reading) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition change = rules.getTransition(reading);
        if (change == null) {
            return reading.toInstant(rules.getOffset(reading));
        }
        return change.isGap() ? change.getInstant() : reading.toInstant(change.getOffsetBefore());
    }

    LocalDate date(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** Whether the clock shows the same twice on the day of this instant, and this is one of the two. */
    boolean isAmbiguous(Instant at) {
        return zone.getRules().getValidOffsets(LocalDateTime.ofInstant(at, zone)).size() > 1;
    }

    /** Whether the clock is changed on a day that this touches, so that the day is longer or shorter than others, or at the end of it. */
    boolean changes(Stretch stretch) {
        Instant last = stretch.to().minusNanos(1);
        ZoneRules rules = zone.getRules();
        return !rules.getOffset(last).equals(rules.getOffset(stretch.to()))
                || date(stretch.from()).datesUntil(date(last).plusDays(1)).anyMatch(this::changes);
    }

    private boolean changes(LocalDate day) {
        Instant start = reaches(day.atStartOfDay());
        return !Duration.between(start, reaches(day.plusDays(1).atStartOfDay())).equals(PLAIN_DAY);
    }
}
