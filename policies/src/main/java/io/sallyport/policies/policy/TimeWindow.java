package io.sallyport.policies.policy;

import io.sallyport.policies.window.Windows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The {@code when} of a rule: at least one of these windows is open, or a declared maintenance of the target.
 *
 * @param names of windows, sorted
 * @param maintenance whether {@link #MAINTENANCE} is among them
 */
record TimeWindow(Windows windows, List<String> names, boolean maintenance, String wanted)
        implements
            Condition {
    static final String MAINTENANCE = "declared-maintenance";

    /** @param written window names and {@link #MAINTENANCE}, in any order */
    static TimeWindow of(Windows windows, List<String> written) {
        TreeSet<String> sorted = new TreeSet<>(written);
        String wanted = String.join(" or ", sorted);
        boolean maintenance = sorted.remove(MAINTENANCE);
        return new TimeWindow(windows, List.copyOf(sorted), maintenance, wanted);
    }

    @Override
    public String field() {
        return "when";
    }

    @Override
    public Check check(Seen seen, RuleKind kind) {
        Instant at = seen.facts.at();
        for (String name : names) {
            if (seen.openUntil(windows, name).isPresent()) {
                return Check.passed(field(), wanted, name + " is open");
            }
        }
        if (!maintenance) {
            return Check.failed(field(), wanted, "closed at " + at, remedy(seen, kind));
        }
        return switch (seen.facts.maintenance()) {
            case Fact.Known<Instant> _ -> Check.passed(field(), wanted, MAINTENANCE + " is open");
            case Fact.Absent<Instant> _ ->
                Check.failed(field(), wanted, "closed at " + at, remedy(seen, kind));
            case Fact.Unknown<Instant> _ -> Check.unknown(field(), wanted, remedy(seen, kind));
        };
    }

    /** Finding the next opening is the dearest step of a decision, and only a requester who is kept out asks for it. */
    private String remedy(Seen seen, RuleKind kind) {
        if (kind != RuleKind.ALLOW) {
            return "It is not that time";
        }
        Optional<String> next = Optional.empty();
        Instant earliest = Instant.MAX;
        for (String name : names) {
            Optional<Instant> opening = seen.nextOpening(windows, name);
            if (opening.isPresent() && opening.get().isBefore(earliest)) {
                earliest = opening.get();
                next = Optional.of("Opens " + windows.text(name, earliest));
            }
        }
        return next.orElse(maintenance
                ? "Ask the target's owners to declare a maintenance"
                : "None of these windows opens within a year");
    }

    /** Why and when it ends: as long as another of the windows is open by then, it goes on. Asked only while one is open. */
    void limit(Ends ends, Seen seen) {
        Instant at = seen.facts.at();
        Optional<Instant> first = maintenance
                && seen.facts.maintenance() instanceof Fact.Known<Instant>(Instant end)
                        ? Optional.of(end)
                        : Optional.empty();
        Instant until = first.orElse(at);
        String reason = first.isPresent() ? "end of the declared maintenance" : "";
        boolean longer = true;
        while (longer && until.isBefore(ends.end())) {
            longer = false;
            for (String name : names) {
                Optional<Instant> open = until.equals(at)
                        ? seen.openUntil(windows, name)
                        : windows.openUntil(name, until, Seen.AHEAD);
                if (open.isPresent() && open.get().isAfter(until)) {
                    until = open.get();
                    reason = "end of window " + name;
                    longer = true;
                }
            }
        }
        ends.noLaterThan(until, reason);
    }

    /** The first instant after {@code at} at which one of the windows opens, if that is before {@code end}. */
    Optional<Instant> opensBefore(Instant end, Seen seen) {
        return names.stream().flatMap(name -> seen.nextOpening(windows, name).stream())
                .filter(opening -> opening.isBefore(end)).min(Instant::compareTo);
    }

    @Override
    public boolean covers(Condition other) {
        return other instanceof TimeWindow theirs && names.containsAll(theirs.names)
                && (maintenance || !theirs.maintenance);
    }

    @Override
    public boolean excludes(Condition other) {
        return false;
    }
}
