package io.sallyport.policies.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * A second opinion on when a window is open, which shares no code and no idea with the windows: those compute from readings of the clock to
 * instants and ask for the change; this walks over instants and looks at the clock each minute.
 *
 * <p>The definition it decides from. The clock of the zone has shown some highest reading so far: {@code highest(i)} is the largest reading
 * at any instant up to {@code i}, a reading being the instant plus the offset in force at it. A part that starts on day D is open at
 * {@code i} exactly when {@code from(D) <= highest(i) < to(D)}. So a reading counts as reached when the clock first shows it or more. While
 * a repeated hour passes for the second time the highest reading stands still, and nothing opens or closes that already did; over a gap it
 * jumps, and what lies in the gap begins and ends in the same moment. Nothing here knows that there are gaps and overlaps.
 *
 * <p>Exact where offsets, changes and times are whole minutes, as they are in every zone since 1972.
 */
final class MinuteWalk {
    private static final int DAY = 24 * 60;
    /** More than any clock was put back, so that the highest reading is right when the walk begins to count. */
    private static final int WARM_UP = 3 * DAY;
    /** 1970-01-01 was a Thursday; Monday is 0. */
    private static final int FIRST_WEEKDAY = 3;

    /** Part of a week: {@code days} from Monday 0, times in minutes of the day, {@code to} up to 1440. */
    record Part(Set<Integer> days, int from, int to) {}

    private final Instant first;
    private final int minutes;
    private final BitSet open;

    private MinuteWalk(Instant first, int minutes, BitSet open) {
        this.first = first;
        this.minutes = minutes;
        this.open = open;
    }

    /** @param first a whole minute */
    static MinuteWalk of(ZoneId zone, List<Part> parts, Set<LocalDate> except, Instant first, int minutes) {
        BitSet open = new BitSet(minutes);
        long highest = Long.MIN_VALUE;
        for (int minute = -WARM_UP; minute < minutes; minute++) {
            Instant at = first.plusSeconds(60L * minute);
            long reading = Math
                    .floorDiv(at.getEpochSecond() + zone.getRules().getOffset(at).getTotalSeconds(), 60);
            highest = Math.max(highest, reading);
            if (minute >= 0) {
                open.set(minute, isOpen(highest, parts, except));
            }
        }
        return new MinuteWalk(first, minutes, open);
    }

    private static boolean isOpen(long highest, List<Part> parts, Set<LocalDate> except) {
        long today = Math.floorDiv(highest, DAY);
        for (Part part : parts) {
            for (long day = today - 1; day <= today; day++) {
                long end = (part.to <= part.from ? day + 1 : day) * DAY + part.to;
                if (day * DAY + part.from <= highest && highest < end
                        && part.days.contains((int) Math.floorMod(day + FIRST_WEEKDAY, 7L))
                        && !except.contains(LocalDate.ofEpochDay(day))) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isOpen(Instant at) {
        return open.get(minute(at));
    }

    /** The end of the walk when it is still open then. */
    Instant closesAfter(Instant at) {
        return instant(open.nextClearBit(minute(at)));
    }

    /** The end of the walk when it does not open before. */
    Instant opensAfter(Instant at) {
        int opens = open.nextSetBit(open.nextClearBit(minute(at)));
        return opens < 0 ? end() : instant(opens);
    }

    /** From the first opening that ends after {@code from} to the last that begins before {@code to}, cut at the ends of the walk. */
    List<Stretch> openings(Instant from, Instant to) {
        List<Stretch> all = new java.util.ArrayList<>();
        for (int opens = open.nextSetBit(0); opens >= 0; opens = open.nextSetBit(open.nextClearBit(opens))) {
            Instant closes = instant(open.nextClearBit(opens));
            if (closes.isAfter(from) && instant(opens).isBefore(to)) {
                all.add(new Stretch(instant(opens), closes));
            }
        }
        return all;
    }

    /** A change from closed to open or back, the first at or after this instant; the end of the walk when there is none. */
    Instant changesAfter(Instant at) {
        return isOpen(at) ? closesAfter(at) : opensAfter(at);
    }

    Instant end() {
        return instant(minutes);
    }

    private Instant instant(int minute) {
        return first.plusSeconds(60L * Math.min(minute, minutes));
    }

    private int minute(Instant at) {
        return (int) Math.floorDiv(at.getEpochSecond() - first.getEpochSecond(), 60L);
    }
}
