package io.sallyport.broker.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A point in time as pages write it: UTC for everyone, to the minute; machines read {@code iso}. */
record Moment(String iso, String text) {
    private static final DateTimeFormatter TEXT = DateTimeFormatter
            .ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    static Moment of(Instant at) {
        return new Moment(at.truncatedTo(ChronoUnit.SECONDS).toString(), TEXT.format(at));
    }

    /** {@code 2 h}, {@code 1 h 30 min}, {@code 45 min}, {@code 12 s}. */
    static String length(Duration duration) {
        long hours = duration.toHours();
        int minutes = duration.toMinutesPart();
        if (hours == 0 && minutes == 0) {
            return duration.toSeconds() + " s";
        }
        String rest = minutes == 0 ? "" : minutes + " min";
        return hours == 0 ? rest : (hours + " h " + rest).strip();
    }

    /** {@code 3:07}, {@code 1:02:33}: where a player stands. */
    static String clock(double seconds) {
        Duration at = Duration.ofMillis((long) (seconds * 1000));
        return at.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", at.toHours(), at.toMinutesPart(),
                        at.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", at.toMinutesPart(), at.toSecondsPart());
    }
}
