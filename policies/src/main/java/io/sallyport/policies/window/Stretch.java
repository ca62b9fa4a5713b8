package io.sallyport.policies.window;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that is not interrupted. {@code from} inclusive, {@code to} exclusive. */
record Stretch(Instant from, Instant to) {

    boolean isEmpty() {
        return !from.isBefore(to);
    }

    /** What of it lies between two instants; may be empty. */
    Stretch within(Instant first, Instant end) {
        return new Stretch(from.isBefore(first) ? first : from, to.isAfter(end) ? end : to);
    }

    boolean overlaps(Instant first, Instant end) {
        return from.isBefore(end) && to.isAfter(first);
    }

    /** Those that overlap or touch become one. In the order of time. */
    static List<Stretch> joined(List<Stretch> parts) {
        List<Stretch> joined = new ArrayList<>();
        for (Stretch part : parts.stream().sorted(Comparator.comparing(Stretch::from)).toList()) {
            Stretch last = joined.isEmpty() ? part : joined.getLast();
            if (joined.isEmpty() || part.from.isAfter(last.to)) {
                joined.add(part);
            } else if (part.to.isAfter(last.to)) {
                joined.set(joined.size() - 1, new Stretch(last.from, part.to));
            }
        }
        return joined;
    }
}
