package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Suggestion;
import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Days as people write them: {@code mon}, {@code mon-fri}, and over the weekend {@code fri-mon}. */
final class Days {
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int SHORT = 3;

    private Days() {}

    /** A range from a day to itself is none: it could mean a day or a week. */
    static Optional<Set<DayOfWeek>> parse(String text) {
        String[] ends = text.split("-", -1);
        int first = NAMES.indexOf(ends[0]);
        int last = NAMES.indexOf(ends[ends.length - 1]);
        if (ends.length > 2 || first < 0 || last < 0 || (ends.length == 2 && first == last)) {
            return Optional.empty();
        }
        int more = Math.floorMod(last - first, NAMES.size());
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int i = 0; i <= more; i++) {
            days.add(DayOfWeek.of(first + 1).plus(i));
        }
        return Optional.of(days);
    }

    /** What to write instead of a text that is none. */
    static String hint(String text) {
        String likely = Arrays.stream(text.split("-", -1)).map(Days::likely).distinct()
                .collect(Collectors.joining("-"));
        return parse(likely).isPresent()
                ? "did you mean '" + likely + "'?"
                : "write mon, tue, wed, thu, fri, sat, sun, a range such as mon-fri, or a list of these";
    }

    private static String likely(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        String start = lower.substring(0, Math.min(SHORT, lower.length()));
        return NAMES.contains(start) ? start : Suggestion.nearest(lower, NAMES).orElse("");
    }
}
