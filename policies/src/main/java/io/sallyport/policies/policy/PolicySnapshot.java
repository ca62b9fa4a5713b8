package io.sallyport.policies.policy;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A compiled policy: a pure function from facts to a decision. No clock, no input or output; cost grows with rules times checks. Immutable,
 * safe for many threads.
 */
public final class PolicySnapshot {
    /** Of several rules that fit: fewest approvals, then the longest time, then the smallest id. Never their order in files. */
    private static final Comparator<Rule.Allow> PREFERENCE = Comparator
            .comparingInt((Rule.Allow rule) -> rule.approval().count())
            .thenComparing(Comparator.comparing(Rule.Allow::max).reversed())
            .thenComparing(rule -> rule.id().value());

    private final String hash;
    private final List<Rule.Allow> rules;
    private final Rights limits;
    private final Duration approvalValid;

    PolicySnapshot(String hash, List<Rule.Allow> rules, Rights limits, Duration approvalValid) {
        this.hash = hash;
        this.rules = rules.stream().sorted(Comparator.comparing(rule -> rule.id().value())).toList();
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
        return rules.stream().map(Rule.Allow::id).toList();
    }

    /** The answer. Only one allow rule is ever used: permissions of several rules never add up. */
    public Decision decide(Facts facts) {
        List<Trace> traces = new ArrayList<>(rules.size());
        Rule.Allow best = null;
        for (Rule.Allow rule : rules) {
            Trace trace = trace(rule, facts);
            traces.add(trace);
            boolean wanted = facts.named().isEmpty() || facts.named().get().equals(rule.id());
            if (trace.passed() && wanted && (best == null || PREFERENCE.compare(rule, best) < 0)) {
                best = rule;
            }
        }
        if (best == null) {
            return denied(facts, new Explanation(traces, Optional.empty(), hash));
        }
        Explanation explanation = new Explanation(traces, Optional.of(best.id()), hash);
        Instant end = facts.at().plus(facts.asked());
        return new Decision.Allowed(best.id(), best.approval(), best.max(), end, "end of the time asked for",
                Meet.of(best.rights(), limits), List.of(),
                explanation);
    }

    private static Decision.Denied denied(Facts facts, Explanation explanation) {
        String reason = explanation.closest().isEmpty()
                ? "No rule lets your groups work on " + facts.target() + "."
                : "No rule allows this request on " + facts.target() + ".";
        return new Decision.Denied(Optional.empty(), reason, explanation);
    }

    private static Trace trace(Rule.Allow rule, Facts facts) {
        Rule.Match match = rule.match();
        List<Check> checks = new ArrayList<>();
        who(match, facts, checks);
        boolean aboutRequester = checks.stream().allMatch(Check::passed);
        proof(match, facts, checks);
        where(match.labels(), facts, checks);
        match.owners()
                .ifPresent(owners -> checks.add(Check.of("where.owner", owners.allows(facts.owner().value()),
                        owners.text(), facts.owner().value(),
                        "This rule is for targets of other owners")));
        match.logins()
                .ifPresent(logins -> checks.add(Check.of("login", logins.allows(facts.login().value()),
                        logins.text(), facts.login().value(),
                        "Ask with --as " + logins.text())));
        checks.add(Check.of("max", facts.asked().compareTo(rule.max()) <= 0,
                "at most " + Durations.text(rule.max()), Durations.text(facts.asked()),
                "Shorten to " + Durations.text(rule.max())));
        return new Trace(rule.id(), rule.title(), rule.at(), aboutRequester, checks);
    }

    private static void who(Rule.Match match, Facts facts, List<Check> checks) {
        match.groups().ifPresent(groups -> {
            java.util.Set<String> mine = facts.groups().stream().map(group -> group.value())
                    .collect(Collectors.toSet());
            checks.add(Check.of("who.group", groups.allowsOneOf(mine), groups.text(),
                    mine.isEmpty() ? "no group" : String.join(", ", mine.stream().sorted().toList()),
                    "This rule is for other groups"));
        });
        match.persons()
                .ifPresent(persons -> checks.add(Check.of("who.person",
                        persons.allows(facts.person().value()), persons.text(), facts.person().value(),
                        "This rule is for other people")));
        match.providers()
                .ifPresent(providers -> checks.add(Check.of("who.provider",
                        providers.allows(facts.organisation().value()), providers.text(),
                        facts.organisation().value(), "This rule is for other companies")));
    }

    private static void proof(Rule.Match match, Facts facts, List<Check> checks) {
        match.mfa().ifPresent(wanted -> checks.add(facts.mfa()
                .map(have -> Check.of("who.mfa", have.atLeast(wanted), "at least " + wanted.text(),
                        have.text(), "Log in with " + wanted.text()))
                .orElse(Check.unknown("who.mfa", "at least " + wanted.text(),
                        "Log in with " + wanted.text()))));
        if (!match.sources().isEmpty()) {
            String wanted = match.sources().stream().map(Cidr::toString).collect(Collectors.joining(" or "));
            checks.add(facts.source()
                    .map(source -> Check.of("who.source",
                            match.sources().stream().anyMatch(block -> block.contains(source)), wanted,
                            source.getHostAddress(),
                            "Connect from one of these networks"))
                    .orElse(Check.unknown("who.source", wanted, "Connect from one of these networks")));
        }
    }

    private static void where(SortedMap<String, Choice> labels, Facts facts, List<Check> checks) {
        for (Map.Entry<String, Choice> entry : labels.entrySet()) {
            Optional<String> have = Optional.ofNullable(facts.labels().get(entry.getKey()));
            // A label the target does not have is none of the listed values, and is one of "anything but"
            // them.
            boolean passed = have.map(entry.getValue()::allows).orElse(entry.getValue().complement());
            checks.add(Check.of("where." + entry.getKey(), passed, entry.getValue().text(),
                    have.orElse("no such label"), "This rule is for other targets"));
        }
    }
}
