package io.sallyport.policies.cli;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.grant.GrantText;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Explanation;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.yaml.Durations;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A question to a policy, made of options, and its answer on a terminal. */
final class ExplainQuestion {

    static final List<String> OPTIONS = List.of("--person", "--organisation", "--group", "--mfa", "--target",
            "--label",
            "--owner", "--login", "--source", "--at", "--for", "--rule", "--as");

    private static final List<String> READERS = List.of("engineer", "approver", "auditor");

    private final Options options;
    private final Facts facts;
    private final String reader;

    ExplainQuestion(Options options, InstantSource time) {
        this.options = options;
        this.reader = options.one("--as").orElse("auditor");
        if (!READERS.contains(reader)) {
            throw new UsageException("--as is one of " + String.join(", ", READERS));
        }
        this.facts = facts(time);
    }

    private Facts facts(InstantSource time) {
        Set<GroupName> groups = new HashSet<>();
        options.all("--group").forEach(name -> groups.add(Options.parsed("--group", name, GroupName::parse)));
        String organisation = options.one("--organisation").orElseGet(() -> options.all("--group").stream()
                .map(group -> group.substring(0, Math.max(0, group.indexOf('/'))))
                .filter(prefix -> !prefix.isEmpty()).findFirst().orElse("somewhere"));
        return new Facts(
                Options.parsed("--person", options.one("--person").orElse("somebody"), PersonName::parse),
                Options.parsed("--organisation", organisation, OrganisationName::parse), groups,
                Optional.of(
                        Options.parsed("--mfa", options.one("--mfa").orElse("none"), ExplainQuestion::mfa)),
                Options.parsed("--target", options.required("--target"), TargetName::parse), labels(),
                Options.parsed("--owner", options.one("--owner").orElse("target-owners"), GroupName::parse),
                Options.parsed("--login", options.required("--login"), LoginName::parse),
                options.one("--source")
                        .map(text -> Options.parsed("--source", text, ExplainQuestion::address)),
                options.one("--at").map(text -> Options.parsed("--at", text, ExplainQuestion::moment))
                        .orElseGet(time::instant),
                Options.parsed("--for", options.required("--for"), Durations::parse),
                options.one("--rule").map(text -> Options.parsed("--rule", text, RuleId::parse)));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        for (String label : options.all("--label")) {
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--label is written name=value");
            }
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return labels;
    }

    private static Optional<Mfa> mfa(String text) {
        return Arrays.stream(Mfa.values()).filter(level -> level.text().equals(text)).findFirst();
    }

    private static Optional<InetAddress> address(String text) {
        return text.contains("/") ? Optional.empty() : Cidr.parse(text).map(Cidr::network);
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Prints the answer; the exit code says which it was. */
    int ask(PolicySnapshot snapshot, PrintStream out) {
        Decision decision = snapshot.decide(facts);
        if (options.json()) {
            out.println(json(decision).text());
        } else {
            print(decision, out);
        }
        return decision instanceof Decision.Allowed ? PolicyCommand.DONE : PolicyCommand.DENIED;
    }

    private void print(Decision decision, PrintStream out) {
        switch (decision) {
            case Decision.Allowed allowed -> {
                out.println("ALLOWED by rule " + allowed.rule() + ", approval: " + allowed.approval().text());
                out.println("  until " + allowed.end() + " (" + allowed.endReason() + ")");
                GrantText.rights(allowed.rights()).forEach(line -> out.println("  " + line));
            }
            case Decision.Denied denied -> out.println("DENIED: " + denied.reason());
        }
        lines(decision.explanation()).forEach(out::println);
    }

    private List<String> lines(Explanation explanation) {
        return switch (reader) {
            case "engineer" -> explanation.forEngineer();
            case "approver" -> explanation.forApprover();
            default -> explanation.forAuditor();
        };
    }

    private static Json.Obj json(Decision decision) {
        return switch (decision) {
            case Decision.Allowed allowed -> Json.object()
                    .put("decision", "allow")
                    .put("rule", allowed.rule().value())
                    .put("approvals", allowed.approval().count())
                    .put("approval", allowed.approval().text())
                    .put("max", Durations.text(allowed.max()))
                    .put("end", allowed.end().toString())
                    .put("end_reason", allowed.endReason())
                    .put("rights", Json.strings(GrantText.rights(allowed.rights())))
                    .put("explanation", allowed.explanation().json())
                    .build();
            case Decision.Denied denied -> Json.object()
                    .put("decision", "deny")
                    .put("reason", denied.reason())
                    .put("explanation", denied.explanation().json())
                    .build();
        };
    }
}
