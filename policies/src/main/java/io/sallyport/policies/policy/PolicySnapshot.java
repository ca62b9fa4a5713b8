package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.window.Windows;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A compiled policy: a pure function from facts to a decision. No clock, no input or output; cost grows with rules times checks. Immutable,
 * safe for many threads.
 */
public final class PolicySnapshot {
    /** Of several rules that fit: fewest approvals, then the longest time, then the smallest id. Never their order in files. */
    static final Comparator<Rule.Allow> PREFERENCE = Comparator
            .comparingInt((Rule.Allow rule) -> rule.approval().count())
            .thenComparing(Comparator.comparing(Rule.Allow::max).reversed())
            .thenComparing(Rule.Allow::id);
    /** Of several that refuse: one that ends sessions at once, then the smallest id. */
    private static final Comparator<Rule.Deny> STRICTEST = Comparator
            .comparing(Rule.Deny::running, Comparator.reverseOrder()).thenComparing(Rule.Deny::id);

    private final String hash;
    private final List<Rule> rules;
    private final Rights limits;
    private final Duration approvalValid;
    private final Words words;
    private final String timeZones = Windows.rulesVersion();

    PolicySnapshot(String hash, List<Rule> rules, Rights limits, Duration approvalValid, Words words) {
        this.words = words;
        this.hash = hash;
        this.rules = rules.stream().sorted(Comparator.comparing(Rule::id)).toList();
        this.limits = limits;
        this.approvalValid = approvalValid;
    }

    /** SHA-256 of the folder, 64 hex digits. */
    public String hash() {
        return hash;
    }

    /** How long a request waits for its approvals before it lapses. */
    public Duration approvalValid() {
        return approvalValid;
    }

    /** Ids of all rules, sorted. */
    public List<RuleId> rules() {
        return rules.stream().map(Rule::id).toList();
    }

    /** Whom the rules about such a target need, by rule, sorted by id; those that need nobody are left out. */
    public List<Places> places(Facts.Target target) {
        return rules.stream().filter(rule -> rule.match().mayBe(target)).flatMap(rule -> switch (rule) {
            case Rule.Allow allow -> Stream.of(Places.of(allow));
            case Rule.Require require -> Stream.of(Places.of(require));
            case Rule.Deny _ -> Stream.<Places>empty();
        }).filter(places -> !places.slots().isEmpty() || !places.observers().isEmpty()).toList();
    }

    /** Sorted by id. */
    List<Rule> all() {
        return rules;
    }

    Words words() {
        return words;
    }

    /** The answer. Only one allow rule is ever used: permissions of several rules never add up. */
    public Decision decide(Facts facts) {
        Seen seen = new Seen(facts);
        List<Trace> traces = new ArrayList<>(rules.size());
        List<Rule.Require> requires = new ArrayList<>();
        Optional<Rule.Deny> refused = Optional.empty();
        Optional<Rule.Allow> best = Optional.empty();
        for (Rule rule : rules) {
            Trace trace = asAskedFor(rule, rule.match().trace(rule, seen), facts);
            traces.add(trace);
            if (trace.matches()) {
                switch (rule) {
                    case Rule.Allow allow -> best = preferred(best, allow);
                    case Rule.Require require -> requires.add(require);
                    case Rule.Deny deny -> refused = stricter(refused, deny);
                }
            }
        }
        if (refused.isPresent()) {
            return refused(refused.get(), explanation(facts, Optional.empty(), traces));
        }
        if (best.isEmpty()) {
            return denied(facts, explanation(facts, Optional.empty(), traces));
        }
        Optional<Tightening> tightening = Tightening.of(requires, limits);
        return tightening.isEmpty()
                ? tooMany(explanation(facts, Optional.empty(), traces))
                : allowed(best.get(), tightening.get(), seen,
                        explanation(facts, best.map(Rule.Allow::id), traces));
    }

    /** Emergency access is never chosen unless it is asked for, and then nothing else is; so it is with a rule that is named. */
    private static Trace asAskedFor(Rule rule, Trace trace, Facts facts) {
        if (!(rule instanceof Rule.Allow allow)) {
            return trace;
        }
        if (allow.breakGlass() && !facts.breakGlass()) {
            return trace.with(Check.failed(Check.EMERGENCY, "emergency access", "an ordinary request",
                    "This rule is for emergencies only"));
        }
        if (!allow.breakGlass() && facts.breakGlass()) {
            return trace.with(Check.failed(Check.EMERGENCY, "an ordinary request", "emergency access",
                    "This rule is not for emergencies: ask without"));
        }
        return facts.named().filter(named -> !named.equals(rule.id()))
                .map(named -> trace.with(Check.failed(Check.NAMED, "this rule", named.value(),
                        "You asked for another rule")))
                .orElse(trace);
    }

    private static Optional<Rule.Allow> preferred(Optional<Rule.Allow> best, Rule.Allow rule) {
        return best.isEmpty() || PREFERENCE.compare(rule, best.get()) < 0 ? Optional.of(rule) : best;
    }

    private static Optional<Rule.Deny> stricter(Optional<Rule.Deny> refused, Rule.Deny rule) {
        return refused.isEmpty() || STRICTEST.compare(rule, refused.get()) < 0 ? Optional.of(rule) : refused;
    }

    private Explanation explanation(Facts facts, Optional<RuleId> chosen, List<Trace> traces) {
        return new Explanation(facts, hash, timeZones, chosen, traces);
    }

    private Decision allowed(Rule.Allow rule, Tightening tightening, Seen seen, Explanation explanation) {
        Facts facts = seen.facts;
        Ends ends = new Ends(facts.at().plus(facts.asked()), "end of the time asked for");
        tightening.shortest().ifPresent(require -> require.max()
                .ifPresent(max -> ends.noLaterThan(facts.at().plus(max),
                        "at most " + Durations.text(max) + " under rule " + require.id())));
        rule.match().when().ifPresent(when -> when.limit(ends, seen));
        untilRefused(ends, seen, explanation);
        List<Approval.Slot> before = new ArrayList<>(
                rule.approval() instanceof Approval.Before(List<Approval.Slot> slots) ? slots : List.of());
        before.addAll(tightening.before());
        Grant.Kind kind = rule.breakGlass()
                ? Grant.Kind.BREAK_GLASS
                : before.isEmpty() ? Grant.Kind.AUTOMATIC : Grant.Kind.STANDARD;
        return new Decision.Allowed(rule.id(), kind, rule.approval(), before, tightening.max(rule.max()),
                ends.end(), ends.reason(), Meet.of(rule.rights(), tightening.limits()), tightening.rules(),
                explanation);
    }

    /** A deny rule that only waits for its window ends the session when that opens. */
    private void untilRefused(Ends ends, Seen seen, Explanation explanation) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Deny deny && deny.match().when().isPresent()
                    && explanation.trace(deny.id()).stream().flatMap(trace -> trace.failed().stream())
                            .allMatch(check -> check.field().equals("when"))) {
                deny.match().when().flatMap(when -> when.opensBefore(ends.end(), seen))
                        .ifPresent(opening -> ends.noLaterThan(opening, "beginning of what rule " + deny.id()
                                + " refuses"));
            }
        }
    }

    private static Decision refused(Rule.Deny rule, Explanation explanation) {
        List<String> unknown = explanation.trace(rule.id()).stream().flatMap(trace -> trace.checks().stream())
                .filter(check -> check.outcome() == Check.Outcome.UNKNOWN).map(Check::field).toList();
        String reason = unknown.isEmpty()
                ? rule.reason()
                : rule.reason() + " (Not known at the moment: " + String.join(", ", unknown) + ".)";
        return new Decision.Denied(Optional.of(rule.id()), reason, rule.running(), explanation);
    }

    private static Decision denied(Facts facts, Explanation explanation) {
        String what = facts.breakGlass() ? "emergency access" : "this request";
        String reason = explanation.closest().isEmpty()
                ? "No rule lets " + (facts.requester().kind() == PersonKind.SERVICE
                        ? "service accounts of your groups"
                        : "your groups") + " work on " + facts.target().name() + "."
                : "No rule allows " + what + " on " + facts.target().name() + ".";
        return new Decision.Denied(Optional.empty(), reason, Running.AFTER_GRACE, explanation);
    }

    private static Decision tooMany(Explanation explanation) {
        return new Decision.Denied(Optional.empty(),
                "More rules tighten this request than one grant can hold. Ask the company's administrators.",
                Running.AFTER_GRACE, explanation);
    }
}
