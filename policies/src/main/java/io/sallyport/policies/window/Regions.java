package io.sallyport.policies.window;

import io.sallyport.policies.yaml.Suggestion;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The zones a window may have: regions of the IANA database, {@code Area/Place}. Offsets ({@code +02:00}, {@code Etc/GMT-2}) never change
 * their clocks, and abbreviations ({@code CET}, {@code IST}) mean different things to different people, so both are refused.
 */
final class Regions {
    private static final SortedSet<String> KNOWN = known();
    /** Nothing longer resembles a region, and comparing costs time. */
    private static final int MOST_COMPARED = 40;

    private Regions() {}

    private static SortedSet<String> known() {
        return ZoneId.getAvailableZoneIds().stream()
                .filter(id -> id.contains("/") && (!id.startsWith("Etc/") || id.equals("Etc/UTC")))
                .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new),
                        Collections::unmodifiableSortedSet));
    }

    static Optional<ZoneId> parse(String text) {
        return KNOWN.contains(text) ? Optional.of(ZoneId.of(text)) : Optional.empty();
    }

    /** What to write instead of a text that is none. */
    static String hint(String text) {
        return likely(text).map(id -> "did you mean '" + id + "'?").orElse(
                "write a region such as Europe/Berlin: offsets and abbreviations don't say when clocks change");
    }

    private static Optional<String> likely(String text) {
        if (text.isBlank() || text.length() > MOST_COMPARED) {
            return Optional.empty();
        }
        String plain = text.strip().replace(' ', '_').toLowerCase(Locale.ROOT);
        return first(id -> id.equals(plain)).or(() -> first(id -> id.endsWith("/" + plain)))
                .or(() -> Suggestion.nearest(text, KNOWN));
    }

    /** The condition sees the id in lower case. */
    private static Optional<String> first(Predicate<String> condition) {
        return KNOWN.stream().filter(id -> condition.test(id.toLowerCase(Locale.ROOT))).findFirst();
    }
}
