package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Observer;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Problems;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at all rules together for what no single one shows. A doubt is never a problem: what may fit together is taken to do so. */
final class Review {
    private final List<Rule.Allow> allows;
    private final List<Rule.Require> requires;
    private final List<Rule.Deny> denies;
    private final Rights limits;
    private final Problems problems;

    Review(List<Rule> rules, Rights limits, Problems problems) {
        this.allows = of(Rule.Allow.class, rules);
        this.requires = of(Rule.Require.class, rules);
        this.denies = of(Rule.Deny.class, rules);
        this.limits = limits;
        this.problems = problems;
    }

    private static <R extends Rule> List<R> of(Class<R> kind, List<Rule> rules) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void review() {
        for (Rule.Allow rule : allows) {
            unreachable(rule);
            shadowed(rule);
            givesNothing(rule);
            loneApprover(rule);
            if (rule.approval() instanceof Approval.Automatic) {
                bypassesApproval(rule);
            }
        }
        for (Rule.Require rule : requires) {
            noEffect(rule);
            breakGlassWaits(rule);
        }
    }

    private void unreachable(Rule.Allow rule) {
        denies.stream().filter(deny -> deny.match().covers(rule.match())).findFirst()
                .ifPresent(deny -> problems.error(rule.at(), "unreachable-rule",
                        "allow rule '" + rule.id() + "' can never apply: deny rule " + named(deny)
                                + " covers all of it"));
    }

    /** It can still be asked for by name, so this is no error. Of a way around an approval {@link #bypassesApproval} tells. */
    private void shadowed(Rule.Allow rule) {
        allows.stream().filter(other -> other.breakGlass() == rule.breakGlass()
                && !(other.approval() instanceof Approval.Automatic
                        && rule.approval() instanceof Approval.Before)
                && PolicySnapshot.PREFERENCE.compare(other, rule) < 0 && other.match().covers(rule.match()))
                .findFirst()
                .ifPresent(other -> problems.warning(rule.at(), "shadowed", "'" + rule.id()
                        + "' is never chosen by itself: " + named(other) + " fits as well and is preferred"));
    }

    private void givesNothing(Rule.Allow rule) {
        Rights rights = Meet.of(rule.rights(), limits);
        if (!rights.shell() && rights.exec().isNone() && rights.sftp().mode().text().equals("none")
                && rights.forward().isNone() && rights.reverse().isNone()) {
            problems.warning(rule.at(), "gives-nothing",
                    "'" + rule.id() + "' gives no shell, commands, files or forwarding");
        }
    }

    private void bypassesApproval(Rule.Allow rule) {
        allows.stream().filter(other -> other.approval() instanceof Approval.Before
                && !rule.match().excludes(other.match()) && shareAGroup(rule, other))
                .forEach(other -> problems.warning(rule.at(), "bypasses-approval", "'" + rule.id()
                        + "' grants without approval some requests for which " + named(other)
                        + " wants approval"));
    }

    /** Somebody may be in two groups at once; only rules about the same group are told of, not any two. */
    private static boolean shareAGroup(Rule one, Rule other) {
        return !Collections.disjoint(groups(one), groups(other));
    }

    private static Set<String> groups(Rule rule) {
        return rule.match().conditions().stream().filter(Condition.Groups.class::isInstance)
                .map(Condition.Groups.class::cast).map(groups -> groups.choice().values()).findFirst()
                .orElse(Set.of());
    }

    private void noEffect(Rule.Require rule) {
        List<Rule.Allow> met = allows.stream().filter(allow -> !rule.match().excludes(allow.match()))
                .toList();
        if (met.isEmpty()) {
            problems.warning(rule.at(), "no-effect", "'" + rule.id() + "' fits no allow rule");
        } else if (met.stream().allMatch(allow -> changesNothing(rule, allow))) {
            problems.warning(rule.at(), "no-effect",
                    "'" + rule.id() + "' changes nothing of the rules it fits: they are as tight already");
        }
    }

    private boolean changesNothing(Rule.Require rule, Rule.Allow allow) {
        return rule.before().isEmpty()
                && rule.max().filter(max -> max.compareTo(allow.max()) < 0).isEmpty()
                && Meet.of(allow.rights(), limits).within(rule.rights());
    }

    private void breakGlassWaits(Rule.Require rule) {
        if (!rule.before().isEmpty()) {
            allows.stream()
                    .filter(allow -> allow.breakGlass() && !rule.match().excludes(allow.match()))
                    .forEach(allow -> problems.warning(rule.at(), "break-glass-waits",
                            "'" + rule.id() + "' asks for approval beforehand also for emergency access by "
                                    + named(allow)));
        }
    }

    /** One person says yes and then watches: nobody else has seen anything. */
    private void loneApprover(Rule.Allow allow) {
        Optional<GroupName> lone = allow.approval() instanceof Approval.Before(List<Approval.Slot> slots)
                && Approval.Slot.people(slots) == 1 ? slots.getFirst().group() : Optional.empty();
        if (lone.isEmpty()) {
            return;
        }
        if (watchedOnlyBy(lone.get(), Meet.of(allow.rights(), limits))) {
            loneApprover(allow, "its own observer");
        }
        requires.stream()
                .filter(rule -> rule.before().isEmpty() && !rule.match().excludes(allow.match())
                        && watchedOnlyBy(lone.get(), rule.rights()))
                .forEach(rule -> loneApprover(allow, "the observer of " + named(rule)));
    }

    private void loneApprover(Rule.Allow allow, String observer) {
        problems.warning(allow.at(), "lone-approver", "the one who approves '" + allow.id()
                + "' may also be " + observer + ": then one person decides and watches alone");
    }

    private static boolean watchedOnlyBy(GroupName group, Rights rights) {
        List<Observer> observers = rights.observers();
        return observers.size() == 1 && observers.getFirst().count() == 1
                && observers.getFirst().from().equals(group);
    }

    private static String named(Rule rule) {
        return "'" + rule.id() + "' (" + rule.at() + ")";
    }
}
