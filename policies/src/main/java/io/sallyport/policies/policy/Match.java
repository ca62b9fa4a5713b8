package io.sallyport.policies.policy;

import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a rule applies: all conditions hold. No condition at all always holds.
 *
 * @param conditions in the order of the rule's fields
 */
record Match(List<Condition> conditions) {
    private static final PersonName NOBODY = new PersonName("nobody");
    private static final OrganisationName NOWHERE = new OrganisationName("nowhere");
    private static final LoginName ANY = new LoginName("nobody");

    Match {
        conditions = List.copyOf(conditions);
    }

    /** Looks at every condition, also after one has failed: an explanation shows all of them. */
    Trace trace(Rule rule, Seen seen) {
        List<Check> checks = new ArrayList<>(conditions.size());
        boolean aboutRequester = true;
        for (Condition condition : conditions) {
            Check check = condition.check(seen, rule.kind());
            if (!condition.understood() || check.outcome() != Check.Outcome.PASSED) {
                checks.add(check);
            }
            aboutRequester &= !condition.aboutWho() || check.outcome() == Check.Outcome.PASSED;
        }
        return new Trace(rule.kind(), rule.id(), rule.title(), rule.at(), aboutRequester, checks);
    }

    /** Whether nothing that it says about targets speaks against this one. */
    boolean mayBe(Facts.Target target) {
        Seen seen = new Seen(Facts.of(
                new Facts.Requester(NOBODY, PersonKind.HUMAN, NOWHERE, Optional.empty(), Optional.empty(),
                        Optional.empty()),
                target, ANY, Instant.EPOCH, Duration.ofSeconds(1)));
        return conditions.stream().filter(condition -> condition.field().startsWith("where."))
                .allMatch(
                        condition -> condition.check(seen, RuleKind.ALLOW).outcome() == Check.Outcome.PASSED);
    }

    Optional<TimeWindow> when() {
        return conditions.stream().filter(TimeWindow.class::isInstance).map(TimeWindow.class::cast)
                .findFirst();
    }

    /** Whether this applies whenever {@code other} does; no is also said when that is not sure. */
    boolean covers(Match other) {
        return conditions.stream().allMatch(mine -> other.conditions.stream()
                .anyMatch(theirs -> theirs.field().equals(mine.field()) && mine.covers(theirs)));
    }

    /** Whether this never applies together with {@code other}; no is also said when that is not sure. */
    boolean excludes(Match other) {
        return conditions.stream().anyMatch(mine -> other.conditions.stream()
                .anyMatch(theirs -> sameField(mine, theirs) && mine.excludes(theirs)));
    }

    private static boolean sameField(Condition mine, Condition theirs) {
        return mine.field().equals(theirs.field())
                || (mine.field().startsWith("who.mfa") && theirs.field().startsWith("who.mfa"));
    }
}
