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
 * turning the wall clock back gains nothing. Warns when fifteen, five and one minutes are left, and at once when it opens with less. It can
 * only be replaced by an earlier one. Safe for many threads.
 */
final class GrantEnd {

    private static final List<Duration> WARNINGS = List.of(Duration.ofMinutes(15), Duration.ofMinutes(5),
            Duration.ofMinutes(1));
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss")
            .withZone(ZoneOffset.UTC);

    private final Instant end;
    private final String why;
    /** Words for the very end; empty when it comes as it was granted. */
    private final String detail;
    private final InstantSource time;
    private final LongSupplier nanos;
    private final long endNanos;
    private int warned;
    private boolean opening = true;

    /** @param why what ends then, in words for the engineer */
    GrantEnd(Instant end, String why, InstantSource time, LongSupplier nanos) {
        this(end, why, "", time, nanos, Duration.between(time.instant(), end).toNanos());
    }

    private GrantEnd(Instant end, String why, String detail, InstantSource time, LongSupplier nanos,
            long leftNanos) {
        this.end = end;
        this.why = why;
        this.detail = detail;
        this.time = time;
        this.nanos = nanos;
        this.endNanos = nanos.getAsLong() + Math.max(0, leftNanos);
    }

    /** The end that holds when another is ordered: empty when that one is not earlier. Its warnings begin anew. */
    Optional<GrantEnd> earlier(Instant other, String otherWhy) {
        if (!other.isBefore(end)) {
            return Optional.empty();
        }
        // A wall clock that was turned back since the beginning must not turn an earlier end into more
        // time.
        long steady = Math.min(Duration.between(time.instant(), other).toNanos(),
                endNanos - nanos.getAsLong());
        return Optional.of(new GrantEnd(other, otherWhy, otherWhy, time, nanos, steady));
    }

    Instant instant() {
        return end;
    }

    /** What to say besides "the granted time is over". */
    String detail() {
        return detail;
    }

    /** Says when it ends, whatever is left; marks that were passed already do not warn again. */
    synchronized String announcement() {
        Duration left = left();
        pass(left);
        opening = false;
        return text(left);
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
        boolean due = pass(left);
        boolean first = opening;
        opening = false;
        // Opening exactly at a mark warns once, not twice.
        return due || (first && warned > 0) ? Optional.of(text(left)) : Optional.empty();
    }

    private boolean pass(Duration left) {
        boolean due = false;
        while (warned < WARNINGS.size() && left.compareTo(WARNINGS.get(warned)) <= 0) {
            warned++;
            due = true;
        }
        return due;
    }

    private String text(Duration left) {
        long seconds = Math.max(0, left.plusMillis(500).toSeconds());
        String in = seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
        return "[sallyport] This session ends at " + CLOCK.format(end.truncatedTo(ChronoUnit.SECONDS))
                + " UTC, in "
                + in + " (" + why + "). Ask for more: ssh gw request ...";
    }
}
