package io.sallyport.policies.cli;

import io.sallyport.policies.grant.Cidr;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.GroupName;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.OrganisationName;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.RuleId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Decision;
import io.sallyport.policies.policy.Fact;
import io.sallyport.policies.policy.Facts;
import io.sallyport.policies.policy.Mfa;
import io.sallyport.policies.policy.PersonKind;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.policies.policy.Ticket;
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

    static final List<String> OPTIONS = List.of("--person", "--kind", "--organisation", "--group", "--mfa",
            "--target",
            "--label",
            "--owner", "--login", "--source", "--at", "--for", "--rule", "--ticket", "--ticket-field",
            "--maintenance-until", "--emergency", "--as");

    private static final String UNKNOWN = "unknown";
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
        var requester = new Facts.Requester(
                Options.parsed("--person", options.one("--person").orElse("somebody"), PersonName::parse),
                Options.parsed("--kind", options.one("--kind").orElse("human"), ExplainQuestion::kind),
                Options.parsed("--organisation", organisation, OrganisationName::parse), Optional.of(groups),
                Optional.of(
                        Options.parsed("--mfa", options.one("--mfa").orElse("none"), ExplainQuestion::mfa)),
                options.one("--source")
                        .map(text -> Options.parsed("--source", text, ExplainQuestion::address)));
        var target = new Facts.Target(
                Options.parsed("--target", options.required("--target"), TargetName::parse), labels(),
                Options.parsed("--owner", options.one("--owner").orElse("target-owners"), GroupName::parse));
        Instant at = options.one("--at").map(text -> Options.parsed("--at", text, ExplainQuestion::moment))
                .orElseGet(time::instant);
        return Facts.of(requester, target,
                Options.parsed("--login", options.required("--login"), LoginName::parse), at,
                Options.parsed("--for", options.required("--for"), Durations::parse))
                .withTicket(ticket())
                .withMaintenance(maintenance())
                .withBreakGlass(emergency())
                .withNamed(options.one("--rule").map(text -> Options.parsed("--rule", text, RuleId::parse)));
    }

    private Map<String, String> labels() {
        return pairs("--label");
    }

    private Map<String, String> pairs(String option) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : options.all(option)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new UsageException(option + " is written name=value");
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    private Fact<Ticket> ticket() {
        Optional<String> id = options.one("--ticket");
        if (id.equals(Optional.of(UNKNOWN))) {
            return Fact.unknown();
        }
        return id.map(text -> Fact.known(Options.parsed("--ticket", text, this::ticket)))
                .orElse(Fact.absent());
    }

    private Optional<Ticket> ticket(String id) {
        return Optional.of(id).filter(text -> Grant.fits(text, Grant.TICKET_CHARACTERS))
                .map(text -> Ticket.of(text, pairs("--ticket-field")));
    }

    private Fact<Instant> maintenance() {
        Optional<String> until = options.one("--maintenance-until");
        if (until.equals(Optional.of(UNKNOWN))) {
            return Fact.unknown();
        }
        return until.map(text -> Fact
                .known(Options.parsed("--maintenance-until", text, ExplainQuestion::moment)))
                .orElse(Fact.absent());
    }

    private boolean emergency() {
        return options.one("--emergency").map(text -> Options.parsed("--emergency", text,
                word -> Optional.of(word).filter(List.of("yes", "no")::contains))).equals(Optional.of("yes"));
    }

    private static Optional<PersonKind> kind(String text) {
        return Arrays.stream(PersonKind.values()).filter(kind -> kind.code().equals(text)).findFirst();
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
            out.println(decision.json().text());
        } else {
            print(decision, out);
        }
        return decision instanceof Decision.Allowed ? PolicyCommand.DONE : PolicyCommand.DENIED;
    }

    private void print(Decision decision, PrintStream out) {
        out.println(switch (decision) {
            case Decision.Allowed allowed -> "ALLOWED by rule " + allowed.rule();
            case Decision.Denied denied -> "DENIED: " + denied.reason();
        });
        lines(decision).forEach(out::println);
    }

    private List<String> lines(Decision decision) {
        return switch (reader) {
            case "engineer" -> decision.forEngineer();
            case "approver" -> decision.forApprover();
            default -> decision.forAuditor();
        };
    }
}
