package io.sallyport.policies.policy;

import io.sallyport.policies.grant.GrantText;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.yaml.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** A decision in plain words, one fact per line, as much of it as a reader may know. Free texts are as people wrote them. */
final class DecisionText {

    private DecisionText() {}

    /** Only rules about the requester's own groups, by title; no file, no id, no name and no group of those who approve. */
    static List<String> forEngineer(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed -> allowedForEngineer(allowed);
            // A deny rule's reason is all that its author wants to be read.
            case Decision.Denied denied when denied.rule().isPresent() -> List.of();
            case Decision.Denied denied -> closest(denied.explanation());
        };
    }

    private static List<String> allowedForEngineer(Decision.Allowed allowed) {
        List<String> lines = new ArrayList<>();
        allowed.explanation().trace(allowed.rule())
                .ifPresent(trace -> lines.add("Allowed by: " + trace.title()));
        lines.add(switch (allowed.kind()) {
            case STANDARD -> "Needs a yes of " + people(allowed.people()) + " of the company beforehand";
            case AUTOMATIC -> "Needs nobody's yes";
            case BREAK_GLASS -> "Emergency access: it is reported and reviewed"
                    + (allowed.people() == 0
                            ? ""
                            : ", and needs a yes of " + people(allowed.people()) + " beforehand");
        });
        lines.add("Ends " + allowed.end() + ": " + allowed.endReason());
        return List.copyOf(lines);
    }

    private static String people(int count) {
        return count == 1 ? "1 person" : count + " people";
    }

    private static List<String> closest(Explanation explanation) {
        Optional<Trace> near = explanation.closest();
        if (near.isEmpty()) {
            return List.of(explanation.facts().requester().groups().isEmpty()
                    ? "Your groups are not known at the moment: the directory does not answer. Try again later."
                    : "No rule is about your groups. Ask the company's administrators.");
        }
        List<String> lines = new ArrayList<>(List.of("Closest rule: " + near.get().title()));
        for (Check check : near.get().failed()) {
            lines.add("  " + check.field() + ": needs " + check.wanted() + ", is " + check.actual()
                    + check.remedy().map(text -> ". " + text).orElse(""));
        }
        return List.copyOf(lines);
    }

    /** The rule and what the session may do, who has to say yes, and what shortens or tightens it. */
    static List<String> forApprover(Decision decision) {
        if (!(decision instanceof Decision.Allowed allowed)) {
            return forEngineer(decision);
        }
        List<String> lines = new ArrayList<>();
        Explanation explanation = allowed.explanation();
        explanation.trace(allowed.rule()).ifPresent(trace -> {
            lines.add("Rule " + trace.rule() + " (" + trace.title() + ")");
            trace.checks().forEach(check -> lines.add(line(check)));
        });
        allowed.requires().forEach(id -> explanation.trace(id)
                .ifPresent(trace -> lines.add("tightened by " + id + " (" + trace.title() + ")")));
        lines.add("approval: " + approval(allowed));
        lines.add("ends " + allowed.end() + ": " + allowed.endReason() + "; at most "
                + Durations.text(allowed.max()) + " under this rule");
        lines.addAll(GrantText.rights(allowed.rights()));
        lines.add("you may approve a shorter time or fewer rights, never more");
        return List.copyOf(lines);
    }

    private static String approval(Decision.Allowed allowed) {
        return switch (allowed.approval()) {
            case Approval.Before _ -> Approval.Slot.text(allowed.before());
            case Approval.Automatic automatic when allowed.before().isEmpty() -> automatic.text();
            case Approval.Automatic _ -> Approval.Slot.text(allowed.before());
            case Approval.After after when allowed.before().isEmpty() -> after.text();
            case Approval.After after -> Approval.Slot.text(allowed.before()) + "; then reviewed: "
                    + after.text();
        };
    }

    /** Every rule, every check, every fact with where it comes from, and the versions that decided. */
    static List<String> forAuditor(Decision decision) {
        Explanation explanation = decision.explanation();
        List<String> lines = new ArrayList<>();
        lines.add("policy " + explanation.policyHash() + ", time zones " + explanation.timeZones());
        switch (decision) {
            case Decision.Allowed allowed -> {
                lines.add("allowed by " + allowed.rule() + ", " + allowed.kind().text()
                        + (allowed.requires().isEmpty() ? "" : ", tightened by " + ids(allowed)));
                lines.add("approval: " + approval(allowed));
                lines.add("ends " + allowed.end() + ": " + allowed.endReason());
                GrantText.rights(allowed.rights()).forEach(line -> lines.add("  " + line));
            }
            case Decision.Denied denied -> lines.add("denied"
                    + denied.rule().map(rule -> " by " + rule + " (running sessions: "
                            + denied.running().text() + ")").orElse("")
                    + ": " + denied.reason());
        }
        lines.add("facts");
        facts(explanation.facts()).forEach(line -> lines.add("  " + line));
        lines.add("rules");
        for (Trace trace : explanation.traces()) {
            lines.add(String.format(Locale.ROOT, "  %-5s %-7s %s (%s) at %s", mark(decision, trace),
                    trace.kind().text(), trace.rule(), trace.title(), trace.at()));
            trace.checks().forEach(check -> lines.add("    " + line(check)));
        }
        return List.copyOf(lines);
    }

    private static String ids(Decision.Allowed allowed) {
        return String.join(", ", allowed.requires().stream().map(Object::toString).toList());
    }

    private static String mark(Decision decision, Trace trace) {
        boolean used = switch (decision) {
            case Decision.Allowed allowed -> allowed.rule().equals(trace.rule())
                    || allowed.requires().contains(trace.rule());
            case Decision.Denied denied -> denied.rule().equals(Optional.of(trace.rule()));
        };
        return used ? "used" : trace.matches() ? "fits" : "no";
    }

    private static List<String> facts(Facts facts) {
        Facts.Requester who = facts.requester();
        List<String> lines = new ArrayList<>();
        lines.add(fact("person", who.person() + " of " + who.organisation(), "directory"));
        if (who.kind() != PersonKind.HUMAN) {
            lines.add(fact("kind", who.kind().code(), "directory"));
        }
        lines.add(fact("groups", who.groups().map(names -> names.stream().map(GroupName::value).sorted()
                .toList().toString()).orElse(Check.NOT_KNOWN), "directory"));
        lines.add(fact("mfa", who.mfa().map(Mfa::text).orElse(Check.NOT_KNOWN), "sign-in"));
        lines.add(fact("source", who.source().map(address -> address.getHostAddress())
                .orElse(Check.NOT_KNOWN), "connection"));
        lines.add(fact("target", facts.target().name() + " "
                + new TreeMap<>(facts.target().labels()), "inventory"));
        lines.add(fact("owner", facts.target().owner().value(), "inventory"));
        lines.add(fact("login", facts.login().value(), "request"));
        lines.add(fact("time", facts.at() + " for " + Durations.text(facts.asked()), "request"));
        lines.add(fact("ticket", switch (facts.ticket()) {
            case Fact.Known<Ticket>(Ticket ticket) -> ticket.id() + " " + ticket.fields();
            case Fact.Absent<Ticket> _ -> "none";
            case Fact.Unknown<Ticket> _ -> Check.NOT_KNOWN;
        }, "ticket system"));
        lines.add(fact("maintenance", switch (facts.maintenance()) {
            case Fact.Known<Instant>(Instant end) -> "until " + end;
            case Fact.Absent<Instant> _ -> "none";
            case Fact.Unknown<Instant> _ -> Check.NOT_KNOWN;
        }, "declaration"));
        if (facts.breakGlass()) {
            lines.add(fact("emergency", "asked for", "request"));
        }
        facts.named().ifPresent(rule -> lines.add(fact("rule", rule.value(), "request")));
        return lines;
    }

    private static String fact(String name, String value, String source) {
        return String.format(Locale.ROOT, "%-12s %s  [%s]", name, value, source);
    }

    private static String line(Check check) {
        String mark = switch (check.outcome()) {
            case PASSED -> "ok";
            case FAILED -> "FAIL";
            case UNKNOWN -> "?";
        };
        return String.format(Locale.ROOT, "  %-5s %-14s need %s, have %s", mark, check.field(),
                check.wanted(), check.actual());
    }
}
