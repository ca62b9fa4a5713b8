package io.sallyport.broker.engagement;

import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The contract frame a provider works under: the ceiling of every grant of its engineers.
 *
 * @param id short name, unique
 * @param sponsor the person inside the company who answers for it
 * @param targets label to admitted values; a target is covered when every label has one of its values. Empty covers none
 * @param from first instant, inclusive; absent: since ever
 * @param until end as declared, exclusive
 * @param ended since when it is ended early, whatever {@code until} says
 */
public record Engagement(String id, OrganisationName provider, PersonName sponsor,
        Map<String, List<String>> targets, Optional<Instant> from, Instant until,
        Optional<Instant> ended) {
    public Engagement {
        Map<String, List<String>> copy = new TreeMap<>();
        targets.forEach((label, values) -> copy.put(label, values.stream().distinct().sorted().toList()));
        targets = java.util.Collections.unmodifiableMap(copy);
    }

    /** As declared, not ended early. */
    public Engagement(String id, OrganisationName provider, PersonName sponsor,
            Map<String, List<String>> targets, Optional<Instant> from, Instant until) {
        this(id, provider, sponsor, targets, from, until, Optional.empty());
    }

    /** True from {@code from} on and before {@code until}, unless it was ended early: then never again. */
    public boolean runs(Instant at) {
        return ended.isEmpty() && at.isBefore(until) && from.map(first -> !at.isBefore(first)).orElse(true);
    }

    /** True when a target with these labels belongs to this engagement. */
    public boolean covers(Map<String, String> labels) {
        return !targets.isEmpty() && targets.entrySet().stream().allMatch(wanted -> {
            String actual = labels.get(wanted.getKey());
            return actual != null && wanted.getValue().contains(actual);
        });
    }
}
