package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Facts with what many rules compare or show, made once for each decision. Of one thread and one policy. */
final class Seen {
    /** Beyond what any grant lasts, so that no end is taken for this horizon. */
    static final Duration AHEAD = Grant.MAX_MOST.plusHours(1);

    final Facts facts;
    final Optional<Set<String>> groups;
    final String groupsText;
    final String sourceText;
    final String askedText;
    private final Map<String, Optional<Instant>> openUntil = new HashMap<>();
    private final Map<String, Optional<Instant>> nextOpening = new HashMap<>();

    Seen(Facts facts) {
        this.facts = facts;
        this.groups = facts.requester().groups()
                .map(names -> names.stream().map(GroupName::value).collect(Collectors.toSet()));
        this.groupsText = groups.map(names -> names.isEmpty()
                ? "no group"
                : String.join(", ", names.stream().sorted().toList())).orElse(Check.NOT_KNOWN);
        this.sourceText = facts.requester().source().map(address -> address.getHostAddress())
                .orElse(Check.NOT_KNOWN);
        this.askedText = Durations.text(facts.asked());
    }

    /** When a window that is open at the facts' instant closes, as far as a grant can reach. */
    Optional<Instant> openUntil(Windows windows, String name) {
        return openUntil.computeIfAbsent(name, window -> windows.openUntil(window, facts.at(), AHEAD));
    }

    /** As {@link Windows#nextOpening} after the facts' instant. */
    Optional<Instant> nextOpening(Windows windows, String name) {
        return nextOpening.computeIfAbsent(name, window -> windows.nextOpening(window, facts.at()));
    }
}
