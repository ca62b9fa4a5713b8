package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Location;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Days on which windows that name it do not start. A date is the date of the window's zone.
 *
 * @param at where its name is written
 */
record Calendar(Location at, SortedSet<LocalDate> dates) {
    Calendar {
        dates = Collections.unmodifiableSortedSet(new TreeSet<>(dates));
    }

    /** {@code first} inclusive, {@code end} exclusive. */
    boolean hasDateBetween(LocalDate first, LocalDate end) {
        return !dates.subSet(first, end).isEmpty();
    }
}
