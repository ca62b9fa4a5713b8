package io.sallyport.broker.request;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Protections;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.policy.Check;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.Running;
import io.sallyport.policies.policy.Trace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides a grant again, against its own allow rule: another rule never takes over what was approved under this one. Changes nothing,
 * does no I/O; safe for many threads.
 */
final class PolicyNow {
    private static final Duration ANY = Duration.ofSeconds(1);

    private final CurrentPolicy policy;
    private final PresentFacts present;

    PolicyNow(CurrentPolicy policy, PresentFacts present) {
        this.policy = policy;
        this.present = present;
    }

    /** {@code at}: in the grant's time. */
    PresentTerms of(Grant grant, Person person, Target target, Circumstances given, Instant at) {
        PolicySnapshot snapshot = policy.current();
        Instant now = at.truncatedTo(ChronoUnit.SECONDS);
        Facts facts = present.of(person, target, grant.login(), given, now, ANY)
                .withNamed(Optional.of(grant.rule()))
                .withBreakGlass(grant.kind() == Grant.Kind.BREAK_GLASS);
        // Asked for as little as possible first: a rule that got a shorter time since must not refuse what
        // is left of a
        // longer one, but shorten it.
        return switch (snapshot.decide(facts)) {
            case Decision.Denied denied -> gone(grant, denied);
            case Decision.Allowed allowed when grant.approvals().size() < allowed.people() -> gone(grant,
                    snapshot, "takes more approvals now than were given");
            case Decision.Allowed allowed -> {
                Instant latest = earlier(grant.notAfter(), grant.notBefore().plus(allowed.max()));
                yield latest.isAfter(now)
                        ? again(grant, snapshot, facts.withTime(now, Duration.between(now, latest)))
                        : gone(grant, snapshot, "gives less time now than has passed");
            }
        };
    }

    private static PresentTerms again(Grant grant, PolicySnapshot snapshot, Facts facts) {
        return switch (snapshot.decide(facts)) {
            case Decision.Denied denied -> gone(grant, denied);
            case Decision.Allowed allowed -> tighter(grant, snapshot, allowed);
        };
    }

    private static PresentTerms tighter(Grant grant, PolicySnapshot snapshot, Decision.Allowed allowed) {
        Rights rights;
        try {
            rights = Meet.inGrant(grant.rights(), allowed.rights());
        } catch (IllegalArgumentException e) {
            return gone(grant, snapshot, "has more limits now than one grant can hold");
        }
        boolean sooner = allowed.end().isBefore(grant.notAfter());
        List<String> less = new ArrayList<>(rights.fieldsOtherThanIn(grant.rights()));
        if (less.isEmpty() && !sooner) {
            return new PresentTerms.Unchanged();
        }
        if (sooner) {
            less.add("end");
        }
        Grant left = new Grant(grant.version(), grant.id(), grant.kind(), grant.person(),
                grant.organisation(), grant.target(), grant.login(), grant.notBefore(),
                earlier(grant.notAfter(), allowed.end()),
                shorter(grant.max(), allowed.max()), sooner ? allowed.endReason() : grant.endReason(),
                grant.ticket(), grant.reason(), snapshot.hash(), grant.rule(), allowed.requires(),
                grant.approvals(), rights, grant.lease(), grant.epoch(), Protections.neededBy(rights));
        List<RuleId> added = allowed.requires().stream().filter(rule -> !grant.requires().contains(rule))
                .toList();
        List<RuleId> rules = new ArrayList<>(List.of(grant.rule()));
        rules.addAll(added);
        String text = "rule " + grant.rule() + " gives less now (" + String.join(", ", less) + ")"
                + (added.isEmpty()
                        ? "."
                        : ", as " + added.stream().map(RuleId::value)
                                .collect(Collectors.joining(" and ")) + " wants.");
        return new PresentTerms.Tighter(left, less, new Cause(snapshot.hash(), rules, List.of(), text));
    }

    private static PresentTerms.Gone gone(Grant grant, Decision.Denied denied) {
        String hash = denied.explanation().policyHash();
        if (denied.rule().isPresent()) {
            return new PresentTerms.Gone(new Cause(hash, List.of(denied.rule().get()), List.of(),
                    "Rule " + denied.rule().get() + " forbids this: " + denied.reason()), denied.running());
        }
        Optional<Trace> own = denied.explanation().trace(grant.rule());
        List<String> failed = own.stream().flatMap(trace -> trace.failed().stream()).map(PolicyNow::line)
                .toList();
        String why = own.isEmpty()
                ? "is not in the policy any more."
                : failed.isEmpty()
                        ? "does not allow this any more: " + denied.reason()
                        : "does not allow this any more: " + String.join("; ", failed) + ".";
        return new PresentTerms.Gone(
                new Cause(hash, List.of(grant.rule()), failed, "Rule " + grant.rule() + " " + why),
                denied.running());
    }

    private static PresentTerms.Gone gone(Grant grant, PolicySnapshot snapshot, String why) {
        return new PresentTerms.Gone(new Cause(snapshot.hash(), List.of(grant.rule()), List.of(why),
                "Rule " + grant.rule() + " " + why + "."), Running.AFTER_GRACE);
    }

    private static String line(Check check) {
        return check.field() + " needs " + check.wanted() + ", is " + check.actual();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
