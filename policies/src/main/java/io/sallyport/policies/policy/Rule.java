package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Location;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A rule of a compiled policy. Only {@code allow} opens a way. */
sealed interface Rule {
    RuleId id();

    String title();

    Location at();

    Match match();

    /** The conditions that all kinds of rule share. All must hold; an absent one holds. */
    record Match(Optional<Choice> groups, Optional<Choice> persons, Optional<Choice> providers,
            Optional<Mfa> mfa, List<Cidr> sources,
            SortedMap<String, Choice> labels, Optional<Choice> owners, Optional<Choice> logins) {
        public Match {
            sources = List.copyOf(sources);
            labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        /** Whether this matches whenever {@code other} does; no is also said when that is not sure. */
        boolean covers(Match other) {
            return covers(groups, other.groups) && covers(persons, other.persons)
                    && covers(providers, other.providers)
                    && (mfa.isEmpty() || (other.mfa.isPresent() && other.mfa.get().atLeast(mfa.get())))
                    && (sources.isEmpty() || sources.equals(other.sources))
                    && labels.entrySet().stream()
                            .allMatch(entry -> covers(Optional.of(entry.getValue()),
                                    find(other.labels, entry.getKey())))
                    && covers(owners, other.owners) && covers(logins, other.logins);
        }

        private static Optional<Choice> find(Map<String, Choice> labels, String name) {
            return Optional.ofNullable(labels.get(name));
        }

        private static boolean covers(Optional<Choice> mine, Optional<Choice> other) {
            return mine.isEmpty() || (other.isPresent() && mine.get().covers(other.get()));
        }
    }

    /** Opens a way to the targets it matches, for the people it matches. */
    record Allow(RuleId id, String title, Location at, Match match, Duration max, Approval approval,
            Rights rights) implements Rule {}
}
