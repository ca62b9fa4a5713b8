package io.sallyport.broker;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditException;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.directory.DirectoryDesk;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.target.Target;
import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.wire.tls.JoinToken;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the operator may order through the admin socket. Blocking; safe for many threads. */
final class AdminOrders {
    private final BrokerConfig config;
    private final Domain domain;
    private final TunnelPort tunnels;
    private final Authority authority;
    private final PolicyOrders policyOrders;
    private final DecisionOrders decisionOrders;
    private final DepartureOrders departureOrders;
    private final AccountOrders accountOrders;

    /** Without accounts of our own. */
    AdminOrders(BrokerConfig config, Domain domain, TunnelPort tunnels, Authority authority,
            PolicyDesk policies, InstantSource time) {
        this(config, domain, tunnels, authority, policies, time,
                new AccountOrders(Optional.empty(), () -> ""));
    }

    AdminOrders(BrokerConfig config, Domain domain, TunnelPort tunnels, Authority authority,
            PolicyDesk policies, InstantSource time, AccountOrders accountOrders) {
        this.accountOrders = accountOrders;
        this.config = config;
        this.domain = domain;
        this.tunnels = tunnels;
        this.authority = authority;
        this.policyOrders = new PolicyOrders(config, policies, time);
        this.departureOrders = new DepartureOrders(domain.departures(), time);
        this.decisionOrders = new DecisionOrders(domain.decisions(), domain.policy(), domain.trail());
    }

    /** Answers {@code {"ok":BOOL,"lines":[TEXT...]}}. {@code user}: account that gives the order, if it is known. */
    Json.Obj answer(Json.Obj order, Optional<String> user) {
        try {
            return switch (order.string("order")) {
                case "reload" -> reload(user);
                case "status" -> status();
                case "policy-activate" ->
                    policyOrders.activate(order.optionalBool("dry_run").orElse(false),
                            order.optionalBool("json").orElse(false), user);
                case "policy-withdraw" -> policyOrders.withdraw(order.string("reason"), user);
                case "policy-history" -> policyOrders.history();
                case DecisionPage.ORDER -> decisionOrders.page(order);
                case "targets" -> targets();
                case DepartureOrders.ORDER -> departureOrders.answer(order, user);
                case AccountOrders.FIRST_ADMIN -> accountOrders.firstAdmin(order.string("person"));
                case AccountOrders.OPEN -> accountOrders.open(order.string("person"),
                        order.optionalBool("reset").orElse(false));
                case "join-token" -> joinToken(order.string("target"));
                default -> answer(false, List.of("this broker does not know that order"));
            };
        } catch (JsonFormatException | AuditException e) {
            return answer(false, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Takes directory and policy into force as the files are now; with one problem in either, neither. */
    Json.Obj reload(Optional<String> user) {
        try {
            Inputs inputs = Inputs.of(config, policyOrders.read(user));
            List<String> policy = policyOrders.want(inputs.policy(), user).lines();
            List<PersonName> newcomers = Inputs.newcomers(inputs.directory(), domain);
            DirectoryDesk.Adopted adopted = domain.directory().adopt(inputs.directory());
            int changes = adopted.changes();
            List<String> lines = new ArrayList<>(inputs.warnings());
            lines.addAll(Inputs.departed(inputs.directory(), domain));
            lines.addAll(Inputs.inherited(newcomers, domain.accounts()));
            lines.add("directory: " + (changes == 0 ? "nothing changed" : changes + " changes"));
            adopted.clashes().forEach(line -> lines.add("directory: not taken: " + line));
            lines.addAll(policy);
            return answer(true, lines);
        } catch (ConfigException e) {
            return PolicyOrders.nothingChanged(e.lines());
        }
    }

    private Json.Obj status() {
        long online = domain.targets().all().stream().filter(target -> tunnels.online(target.name())).count();
        List<String> lines = new ArrayList<>(List.of(
                "journal: " + (domain.trail().working() ? "working" : "FAILED, start the broker again") + ", "
                        + domain.trail().size() + " events",
                "database: " + database(domain.trail().caughtUp()),
                "authority: " + switch (authority.state()) {
                    case READY -> "ready";
                    case SEALED -> "sealed, no new sessions";
                    case UNREACHABLE -> "does not answer, no new sessions";
                },
                "targets: " + domain.targets().all().size() + ", agents connected: " + online,
                "people: " + domain.people().all().size(),
                "live sessions: " + domain.sessionViews().count(SessionFilter.LIVE),
                emergencies(domain.reviewViews().counts())));
        lines.addAll(policyOrders.status());
        return answer(domain.trail().working(), lines);
    }

    private static String emergencies(ReviewViews.Counts counts) {
        return (counts.overdue() == 0 ? "emergency access: " : "EMERGENCY ACCESS NOT REVIEWED: ")
                + counts.text();
    }

    private static String database(AuditTrail.CaughtUp caughtUp) {
        if (caughtUp.rebuilt()) {
            return caughtUp.events() == 0
                    ? "new at the start"
                    : "rebuilt from the journal at the start, " + caughtUp.events() + " events";
        }
        return "carried on at the start, " + caughtUp.events() + " events caught up";
    }

    private Json.Obj targets() {
        List<String> lines = new ArrayList<>();
        for (Target target : domain.targets().all()) {
            lines.add(target.name() + "  "
                    + (tunnels.online(target.name())
                            ? "online"
                            : target.enrolled() ? "offline" : "not enrolled"));
        }
        return answer(true, lines);
    }

    private Json.Obj joinToken(String name) {
        Optional<TargetName> target = TargetName.parse(name);
        Optional<JoinToken> token = target.flatMap(known -> domain.enrolment().issue(known, Actor.OPERATOR));
        return token.map(made -> answer(true, List.of(made.text())))
                .orElseGet(() -> answer(false, List.of("there is no such target in the directory")));
    }

    private static Json.Obj answer(boolean ok, List<String> lines) {
        return PolicyOrders.answer(ok, lines).build();
    }
}
