package io.sallyport.broker;

import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.authority.Authority;
import io.sallyport.broker.console.HealthProbe;
import io.sallyport.broker.departure.Ownership;
import io.sallyport.broker.keycloak.KeycloakLink;
import io.sallyport.broker.oidc.OidcSignIn;
import io.sallyport.broker.policy.PolicyDesk;
import io.sallyport.broker.request.ReviewViews;
import io.sallyport.broker.session.TunnelPort;
import io.sallyport.broker.store.Database;
import io.sallyport.broker.store.StoreException;
import io.sallyport.broker.target.Target;
import io.sallyport.broker.target.Targets;
import io.sallyport.broker.ticket.Tickets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Looks at the parts a running broker needs. Blocking; safe for many threads. */
final class Health implements HealthProbe {
    private static final int NAMES = 5;

    private final AuditTrail trail;
    private final Database database;
    private final Authority authority;
    private final Targets targets;
    private final TunnelPort tunnels;
    private final PolicyDesk policies;
    private final ReviewViews reviews;
    private final Tickets tickets;
    private final Ownership ownership;
    private final List<Supplier<Check>> more = new CopyOnWriteArrayList<>();
    private final Optional<OidcSignIn> oidc;

    Health(AuditTrail trail, Database database, Authority authority, Targets targets, TunnelPort tunnels,
            PolicyDesk policies, ReviewViews reviews, Tickets tickets, Ownership ownership,
            Optional<OidcSignIn> oidc) {
        this.trail = trail;
        this.database = database;
        this.authority = authority;
        this.targets = targets;
        this.tunnels = tunnels;
        this.policies = policies;
        this.reviews = reviews;
        this.tickets = tickets;
        this.ownership = ownership;
        this.oidc = oidc;
    }

    /** One more part, which only some brokers need. */
    void also(Supplier<Check> part) {
        more.add(part);
    }

    @Override
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>(
                List.of(journal(), database(), authority(), policy(), emergencies(), owners(), agents()));
        if (tickets.configured()) {
            checks.add(tickets());
        }
        more.forEach(part -> checks.add(part.get()));
        oidc.ifPresent(provider -> checks.add(signIn(provider)));
        return List.copyOf(checks);
    }

    private Check journal() {
        boolean working = trail.working();
        return new Check("journal", working, true, working
                ? trail.size() + " events"
                : "failed: nothing is committed any more; start the broker again");
    }

    private Check database() {
        boolean answers = database.answers();
        return new Check("database", answers, true, answers ? "answers" : "does not answer");
    }

    private Check authority() {
        Authority.State state = authority.state();
        return new Check("authority", state == Authority.State.READY, true, switch (state) {
            case READY -> "ready";
            case SEALED -> "sealed: no new sessions until it is unsealed";
            case UNREACHABLE -> "does not answer: no new sessions until it does";
        });
    }

    // Not needed: the last good policy decides. What is wrong in the folder is for the operator, not
    // for whoever asks.
    private Check policy() {
        boolean usable = policies.problems().isEmpty();
        return new Check("policy", usable, false, usable
                ? "in force"
                : "the folder can't be used: the last good version stays in force; see broker status");
    }

    // Not needed: who owes a review keeps nobody from ordinary access.
    private Check emergencies() {
        try {
            ReviewViews.Counts counts = reviews.counts();
            return new Check("emergencies", counts.overdue() == 0, false, counts.text());
        } catch (StoreException e) {
            return new Check("emergencies", false, false, "not known: the database does not answer");
        }
    }

    // Not needed: what has no owner is refused. Whose it is, is for the operator's log.
    private Check owners() {
        return ownership.last()
                .map(report -> new Check("ownership", report.found().isEmpty(), false,
                        report.found().isEmpty()
                                ? "each of " + report.grants() + " live grants has an owner"
                                : report.found().size() + " live grants or engagements without an owner"))
                .orElseGet(() -> new Check("ownership", true, false, "not looked yet"));
    }

    // Not needed: what names no ticket goes on. Why it does not answer is for the operator's log.
    private Check tickets() {
        boolean answers = tickets.trouble().isEmpty();
        return new Check("tickets", answers, false, answers
                ? "answers"
                : "does not answer: what needs a ticket is refused until it does; sessions go on");
    }

    // Not needed: keys and running sessions do not depend on it. Why it is away is in the log.
    private static Check signIn(OidcSignIn provider) {
        boolean answers = provider.trouble().isEmpty();
        return new Check("sign-in", answers, false, answers
                ? "answers"
                : "does not answer as it should: nobody signs in through it; SSH and console codes go on");
    }

    /** Not needed: people stay as they are. */
    static Check accounts(KeycloakLink link) {
        boolean good = link.sync().trouble().isEmpty();
        return new Check("accounts", good, false, good
                ? "Keycloak answers"
                : "Keycloak can't be followed: people stay as they are; sessions go on");
    }

    /** Not needed: keys go on. Where it stands in the configuration, the operator reads at the start and from {@code broker check}. */
    static Check nowhereToProve() {
        return new Check("second-proof", false, false,
                "keycloak without oidc: nobody can prove more than their"
                        + " key, so what asks for a second factor stays shut; see broker check");
    }

    // Not needed: one agent that is away keeps nobody from the other targets.
    private Check agents() {
        List<Target> enrolled = targets.all().stream().filter(Target::enrolled).toList();
        List<String> missing = enrolled.stream().filter(target -> !tunnels.online(target.name()))
                .map(target -> target.name().value()).toList();
        return new Check("agents", missing.isEmpty(), false,
                (enrolled.size() - missing.size()) + " of " + enrolled.size() + " connected"
                        + (missing.isEmpty() ? "" : "; missing: " + names(missing)));
    }

    private static String names(List<String> missing) {
        return String.join(", ", missing.subList(0, Math.min(NAMES, missing.size())))
                + (missing.size() > NAMES ? " and " + (missing.size() - NAMES) + " more" : "");
    }
}
