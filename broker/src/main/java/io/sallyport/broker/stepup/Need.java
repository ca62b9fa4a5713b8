package io.sallyport.broker.stepup;

import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What has to be shown, and for what.
 *
 * @param level the strongest that any of them wants
 * @param targets empty: for the account itself, such as its keys
 * @param tickets as people wrote them: sanitise before showing
 */
public record Need(Mfa level, SortedSet<TargetName> targets, SortedSet<String> tickets) {
    /** Targets that are named one by one where there is little room. */
    private static final int NAMED = 6;

    public Need {
        targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
        tickets = Collections.unmodifiableSortedSet(new TreeSet<>(tickets));
        if (level == Mfa.NONE) {
            throw new IllegalArgumentException("a need for nothing");
        }
    }

    /** For what it is, in words. */
    public String subject() {
        if (targets.isEmpty()) {
            return "your account: keys, tokens and what you answer for";
        }
        String names = targets.stream().limit(NAMED).map(TargetName::value).collect(Collectors.joining(", "));
        String more = targets.size() > NAMED ? " and " + (targets.size() - NAMED) + " more" : "";
        return names + more + (tickets.isEmpty()
                ? ""
                : tickets.stream().limit(NAMED)
                        .collect(Collectors.joining(", ", " (ticket ",
                                tickets.size() > NAMED ? ", ...)" : ")")));
    }
}
