package io.sallyport.broker.session;

import io.sallyport.broker.audit.AgentEvent;
import io.sallyport.broker.audit.BrokerEvent;
import io.sallyport.broker.audit.DirectoryEvent;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Feed;
import io.sallyport.broker.audit.FeedWatch;
import io.sallyport.broker.audit.MaintenanceEvent;
import io.sallyport.broker.audit.RequestEvent;
import io.sallyport.broker.audit.TicketEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.broker.request.Standing;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.PolicySnapshot;
import io.sallyport.wire.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Decides, again and again, which sessions may go on. A session that is not renewed ends by itself when its lease lapses,
 * so a lost message or a dead broker can only make a session shorter. Blocking; safe for many threads.
 */
public final class LeaseKeeper {
    /** An opening that has not begun by then never will: the tunnel token and the certificate are older than they may be. */
    public static final Duration OPENING_LIFE = Duration.ofMinutes(6);

    /** A session that must end. {@code text} is for the engineer. */
    public record Order(SessionId session, EndReason reason, String text) {}

    /** What an agent is to be told. */
    public record Renewal(List<SessionId> renew, List<Order> end) {
        public Renewal {
            renew = List.copyOf(renew);
            end = List.copyOf(end);
        }
    }

    private final SessionDesk desk;
    private final SessionStore sessions;
    private final RequestStore requests;
    private final Grants grants;
    private final People people;
    private final Targets targets;
    private final TunnelPort tunnels;
    private final InstantSource time;
    private final LongSupplier nanos;
    private final Reevaluation reevaluation;
    /** Since when (monotonic) live sessions are not renewed because nobody is there to hear of it. */
    private final Map<SessionId, Long> unheard = new ConcurrentHashMap<>();

    /** {@code nanos}: monotonic, in nanoseconds. */
    public LeaseKeeper(SessionDesk desk, SessionStore sessions, RequestStore requests, Grants grants,
            People people,
            Targets targets, TunnelPort tunnels, InstantSource time, LongSupplier nanos) {
        this.desk = desk;
        this.sessions = sessions;
        this.requests = requests;
        this.grants = grants;
        this.people = people;
        this.targets = targets;
        this.tunnels = tunnels;
        this.time = time;
        this.nanos = nanos;
        this.reevaluation = new Reevaluation(grants, desk, sessions, tunnels);
    }

    /**
     * Tells every agent which of its sessions may go on and which must end, and closes the sessions whose agent is gone for
     * longer than a lease. What policy leaves of a session by now goes to its agent too. Called on a timer and after every change that matters.
     */
    public void check() {
        Instant now = time.instant();
        List<SessionSummary> running = sessions.running();
        closeLapsed(running);
        reevaluation.keep(running.stream().map(each -> each.session().id()).toList());
        renewals(running, now).forEach((target, renewal) -> {
            if (!renewal.renew().isEmpty()) {
                tunnels.renew(target, renewal.renew(), now);
                renewal.renew().forEach(id -> reevaluation.tell(target, id));
            }
            renewal.end()
                    .forEach(order -> tunnels.end(target, order.session(), order.reason(), order.text()));
        });
    }

    /** Checks the moment something is committed that may end a session, until closed. */
    public FeedWatch watch(Feed feed) {
        return FeedWatch.start("lease-watch", feed, LeaseKeeper::mayEndSessions, Limits.LEASE_RENEWAL,
                this::check);
    }

    private static boolean mayEndSessions(Event event) {
        return switch (event) {
            case DirectoryEvent _,AgentEvent _,RequestEvent.GrantRevoked _,MaintenanceEvent _,TicketEvent _,BrokerEvent.PolicyActivated _ ->
                true;
            default -> false;
        };
    }

    /** What the agent of one target, which is there to hear it, is to be told now. */
    public Renewal renewal(TargetName target) {
        Instant now = time.instant();
        Renewal renewal = renewals(sessions.running(), now).getOrDefault(target,
                new Renewal(List.of(), List.of()));
        renewal.renew().forEach(unheard::remove);
        return renewal;
    }

    /**
     * The agent of this target connected anew and can be told things. It hears at once what its sessions lost while it was away, and once
     * more what it may have missed.
     */
    public void reachable(TargetName target) {
        List<SessionId> there = sessions.running().stream()
                .filter(each -> each.session().target().equals(target)).map(each -> each.session().id())
                .toList();
        reevaluation.tellAgain(there, time.instant());
        there.forEach(id -> reevaluation.tell(target, id));
    }

    /** A session that another policy would change, and how. */
    public record Foreseen(SessionSummary session, Judgement judgement) {}

    /** What would become of the sessions that run if this policy came into force now; only those that it would change. Changes nothing. */
    public List<Foreseen> foreseen(PolicySnapshot candidate) {
        Instant now = time.instant();
        Grants by = grants.under(candidate);
        List<Foreseen> foreseen = new ArrayList<>();
        for (SessionSummary session : sessions.running()) {
            if (session.live() && session.ordered().isEmpty()) {
                session.grant().flatMap(requests::grant).filter(grant -> by.standing(grant, now).good())
                        .map(grant -> reevaluation.foresee(session.session().id(), grant.grant(),
                                session.session().arrival(), by, now))
                        .filter(judgement -> !(judgement instanceof Judgement.Same))
                        .ifPresent(judgement -> foreseen.add(new Foreseen(session, judgement)));
            }
        }
        return foreseen;
    }

    // Counted from the moment the agent is first missed: its last lease was given before that.
    private void closeLapsed(List<SessionSummary> running) {
        long now = nanos.getAsLong();
        unheard.keySet().retainAll(running.stream().map(each -> each.session().id()).toList());
        for (SessionSummary session : running) {
            SessionId id = session.session().id();
            TargetName target = session.session().target();
            boolean registered = targets.bySpki(session.session().agent()).isPresent();
            if (!session.live() || (registered && tunnels.online(target))) {
                unheard.remove(id);
            } else if (now - unheard.computeIfAbsent(id, _ -> now) > Limits.LEASE.toNanos()) {
                desk.lapsed(id, registered ? "the agent is not connected" : "the agent was replaced");
                tunnels.end(target, id, EndReason.LEASE_LAPSED, "The target lost its connection.");
            }
        }
    }

    private Map<TargetName, Renewal> renewals(List<SessionSummary> running, Instant now) {
        Map<TargetName, List<SessionId>> renew = new HashMap<>();
        Map<TargetName, List<Order>> end = new HashMap<>();
        for (SessionSummary session : running) {
            TargetName target = session.session().target();
            renew.computeIfAbsent(target, _ -> new ArrayList<>());
            end.computeIfAbsent(target, _ -> new ArrayList<>());
            if (session.state() == SessionSummary.State.OPENING) {
                closeStale(session, now);
                continue;
            }
            order(session, now).ifPresentOrElse(order -> end.get(target).add(order),
                    () -> renew.get(target).add(session.session().id()));
        }
        Map<TargetName, Renewal> renewals = new HashMap<>();
        renew.forEach(
                (target, ids) -> renewals.put(target, new Renewal(ids, end.getOrDefault(target, List.of()))));
        return renewals;
    }

    private void closeStale(SessionSummary session, Instant now) {
        if (Duration.between(session.session().openedAt(), now).compareTo(OPENING_LIFE) > 0) {
            desk.abandoned(session.session().id(), EndReason.CLOSED, "it never began");
        }
    }

    private Optional<Order> order(SessionSummary session, Instant now) {
        SessionId id = session.session().id();
        if (session.ordered().isPresent()) {
            EndReason why = session.ordered().get();
            return Optional.of(new Order(id, why,
                    why == EndReason.SIGNED_OUT ? SignOutDesk.TEXT : "The session was ended."));
        }
        if (targets.bySpki(session.session().agent()).isEmpty()) {
            return Optional.of(new Order(id, EndReason.REVOKED, "The agent of this target was replaced."));
        }
        Optional<Person> person = people.byKey(session.session().key())
                .filter(each -> each.name().equals(session.session().person()));
        if (person.isEmpty()) {
            return Optional.of(
                    new Order(id, EndReason.REVOKED, "The key of this session is not registered any more."));
        }
        if (session.session().arrival().source().filter(source -> !person.get().comesFrom(source))
                .isPresent()) {
            return Optional.of(new Order(id, EndReason.REVOKED,
                    "The session comes from where this service account may not come from any more."));
        }
        Optional<IssuedGrant> grant = session.grant().flatMap(requests::grant);
        if (grant.isEmpty()) {
            return Optional.of(new Order(id, EndReason.REVOKED, "The grant of this session is unknown."));
        }
        Standing standing = grants.standing(grant.get(), now);
        return switch (standing.kind()) {
            case GOOD -> reevaluation.look(id, grant.get().grant(), session.session().arrival(), now);
            case OVER -> Optional.of(new Order(id, EndReason.GRANT_ENDED, standing.text()));
            case NOT_YET, REVOKED, PERSON, ENGAGEMENT, TARGET, POLICY ->
                Optional.of(new Order(id, EndReason.REVOKED, standing.text()));
        };
    }
}
