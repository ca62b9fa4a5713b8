package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Location;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One window.
 *
 * @param at where its name is written
 * @param except days on which nothing starts; what started the day before goes on
 */
record Window(Location at, WallClock clock, List<Weekly> weekly, Set<LocalDate> except) {
    Window {
        weekly = List.copyOf(weekly);
        except = Set.copyOf(except);
    }

    /** When it is open between two instants, joined and in order; what goes on beyond either is cut there. */
    List<Stretch> stretches(Instant first, Instant end) {
        List<Stretch> parts = new ArrayList<>();
        // A part ends on the day after its own at the latest, so none that started before yesterday is
        // still open. At the end one day more:
        // a clock that is put back over midnight shows yesterday's date while today's parts have begun.
        LocalDate last = clock.date(end).plusDays(1);
        for (LocalDate day = clock.date(first).minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            if (!except.contains(day)) {
                addParts(day, parts);
            }
        }
        return Stretch.joined(parts).stream().map(part -> part.within(first, end))
                .filter(part -> !part.isEmpty()).toList();
    }

    private void addParts(LocalDate day, List<Stretch> parts) {
        for (Weekly part : weekly) {
            if (part.startsOn(day)) {
                var stretch = new Stretch(clock.reaches(part.start(day)), clock.reaches(part.end(day)));
                if (!stretch.isEmpty()) {
                    parts.add(stretch);
                }
            }
        }
    }
}
