package io.sallyport.policies.window;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time in which a window is open.
 *
 * @param from inclusive
 * @param to exclusive
 * @param dstDay the zone's clock is changed on a day that this touches, or at its end: it may be longer or shorter than wall times say
 * @param zone the window's
 */
public record Opening(Instant from, Instant to, boolean dstDay, ZoneId zone) {
    private static final DateTimeFormatter COLUMN = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm xxx",
            Locale.ENGLISH);

    /** {@code Sat 2026-03-28 22:00 +01:00 to Sun 2026-03-29 03:00 +02:00}, always of this width. */
    public String text() {
        return COLUMN.format(from.atZone(zone)) + " to " + COLUMN.format(to.atZone(zone));
    }

    /** {@code 2026-03-28T22:00+01:00}: the wall time with its offset (ISO 8601). */
    public String fromText() {
        return iso(from);
    }

    /** As {@link #fromText}. */
    public String toText() {
        return iso(to);
    }

    private String iso(Instant at) {
        return at.atZone(zone).toOffsetDateTime().toString();
    }
}
