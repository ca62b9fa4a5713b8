package io.sallyport.agent.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The absolute end of a session: the earlier of the wall clock reaching the end and as much time having passed on the monotonic clock, so that
 * turning the wall clock back gains nothing. Warns when fifteen, five and one minutes are left, and at once when it opens with less.
 * Safe for many threads.
 */
final class GrantEnd {

    private static final List<Duration> WARNINGS = List.of(Duration.ofMinutes(15), Duration.ofMinutes(5),
            Duration.ofMinutes(1));
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss")
            .withZone(ZoneOffset.UTC);

    private final Instant end;
    private final String why;
    private final InstantSource time;
    private final LongSupplier nanos;
    private final long endNanos;
    private int warned;
    private boolean opening = true;

    /** @param why what ends then, in words for the engineer */
    GrantEnd(Instant end, String why, InstantSource time, LongSupplier nanos) {
        this.end = end;
        this.why = why;
        this.time = time;
        this.nanos = nanos;
        long left = Math.max(0, Duration.between(time.instant(), end).toNanos());
        this.endNanos = nanos.getAsLong() + left;
    }

    boolean reached() {
        return !left().isPositive();
    }

    private Duration left() {
        Duration wall = Duration.between(time.instant(), end);
        Duration steady = Duration.ofNanos(endNanos - nanos.getAsLong());
        return wall.compareTo(steady) < 0 ? wall : steady;
    }

    /** The warning that is due now, once for each mark; marks that were passed together give one warning. */
    synchronized Optional<String> warning() {
        Duration left = left();
        boolean due = false;
        while (warned < WARNINGS.size() && left.compareTo(WARNINGS.get(warned)) <= 0) {
            warned++;
            due = true;
        }
        boolean first = opening;
        opening = false;
        // Opening exactly at a mark warns once, not twice.
        return due || (first && warned > 0) ? Optional.of(text(left)) : Optional.empty();
    }

    private String text(Duration left) {
        long seconds = Math.max(0, left.plusMillis(500).toSeconds());
        String in = seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
        return "[sallyport] This session ends at " + CLOCK.format(end.truncatedTo(ChronoUnit.SECONDS))
                + " UTC, in "
                + in + " (" + why + "). Ask for more: ssh gw request ...";
    }
}
