package io.sallyport.policies.grant;

import io.sallyport.policies.id.GroupName;
import java.time.Duration;
import java.util.Locale;

/**
 * People who have to watch the session live.
 *
 * @param count how many, 1 to 5
 * @param from the group they are from
 * @param absent what happens when too few of them watch
 * @param grace how long they may be away first, 0 to 30 minutes, whole seconds
 */
public record Observer(int count, GroupName from, Absence absent, Duration grace) {

    public static final Duration MOST_GRACE = Duration.ofMinutes(30);

    /** Widest first. */
    public enum Absence {
        CONTINUE, PAUSE, TERMINATE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException when count or grace are out of bounds */
    public Observer {
        grace = Duration.ofSeconds(grace.toSeconds());
        if (count < 1 || count > 5 || grace.isNegative() || grace.compareTo(MOST_GRACE) > 0) {
            throw new IllegalArgumentException("1 to 5 observers, 0 to 30 minutes of grace");
        }
    }

    /** Both at once, for observers from the same group. */
    public Observer meet(Observer other) {
        return new Observer(Math.max(count, other.count), from,
                absent.compareTo(other.absent) >= 0 ? absent : other.absent,
                grace.compareTo(other.grace) <= 0 ? grace : other.grace);
    }
}
