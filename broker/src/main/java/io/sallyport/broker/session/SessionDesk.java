package io.sallyport.broker.session;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Event;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.IssuedGrant;
import io.sallyport.broker.request.RequestStore;
import io.sallyport.broker.request.Standing;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Mfa;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The life of a session, from the journalled opening to its end. Every answer is committed before it is given. Blocking;
 * safe for many threads; call it on virtual threads.
 */
public final class SessionDesk {
    private final AuditTrail trail;
    private final SessionStore sessions;
    private final RequestStore requests;
    private final Grants grants;
    private final Targets targets;
    private final SecureRandom random;

    public SessionDesk(AuditTrail trail, SessionStore sessions, RequestStore requests, Grants grants,
            Targets targets,
            SecureRandom random) {
        this.trail = trail;
        this.sessions = sessions;
        this.requests = requests;
        this.grants = grants;
        this.targets = targets;
        this.random = random;
    }

    /**
     * Commits that a session is about to open, before the tunnel does. {@code offered}: the grants whose certificates go
     * along, from {@link Admission.Admitted}.
     *
     * @throws IllegalStateException the target lost its agent since the admission
     */
    public Session opening(Person person, KeyFingerprint key, TargetName target, InetSocketAddress source,
            List<Grant> offered) {
        return opening(person, key, Mfa.NONE, target, source, offered);
    }

    /** The same, of somebody who has shown {@code shown} for this target. */
    public Session opening(Person person, KeyFingerprint key, Mfa shown, TargetName target,
            InetSocketAddress source, List<Grant> offered) {
        return opening(person, key, shown, () -> true, target, source, offered).orElseThrow();
    }

    /**
     * The same. Empty: {@code still}, asked as it is decided, says that what was shown is not worth that any more.
     */
    public Optional<Session> opening(Person person, KeyFingerprint key, Mfa shown, BooleanSupplier still,
            TargetName target, InetSocketAddress source, List<Grant> offered) {
        return trail.commit(at -> {
            if (!still.getAsBoolean()) {
                return Ruling.of(Optional.empty());
            }
            AgentIdentity agent = targets.agentOf(target)
                    .orElseThrow(() -> new IllegalStateException("the target lost its agent"));
            Session session = new Session(SessionId.random(random), person.name(), person.organisation(),
                    target, key,
                    text(source), offered.stream().map(Grant::id).toList(), agent.spki(),
                    agent.recordingKey(), at, shown);
            return Ruling.of(Optional.of(session),
                    new SessionEvent.SessionOpening(at, Actor.of(person.name()), session.id(),
                            session.person(), session.organisation(), target, key, session.source(),
                            session.candidates(),
                            session.agent(), session.recordingKey(),
                            Optional.of(shown).filter(level -> level != Mfa.NONE).map(Mfa::text)));
        });
    }

    /**
     * The agent has verified the certificate with this serial and asks whether to let the engineer in. Yes only for that
     * agent's own session, still opening, under one of its candidate grants that is good now, with a serial never used.
     */
    public BeginOutcome begin(AgentIdentity agent, SessionId id, long serial, GrantId grant,
            LoginName login) {
        return trail.commit(at -> {
            Optional<SessionSummary> session = sessions.session(id).filter(found -> owns(agent, found));
            if (session.isEmpty()) {
                return Ruling.of(new BeginOutcome.NotBegun("unknown-session",
                        "The broker does not know this session."));
            }
            return notBegun(session.get(), serial, grant, login, at).map(Ruling::<BeginOutcome>of).orElseGet(
                    () -> Ruling.of(new BeginOutcome.Began(), new SessionEvent.SessionBegan(at,
                            Actor.agentOf(agent.target()), id, serial, grant, login)));
        });
    }

    private Optional<BeginOutcome> notBegun(SessionSummary session, long serial, GrantId id, LoginName login,
            Instant at) {
        if (session.state() != SessionSummary.State.OPENING || session.ordered().isPresent()) {
            return no("not-opening", "This session has begun or ended already.");
        }
        if (sessions.serialUsed(serial)) {
            return no("serial-used", "This certificate was used before. Connect again.");
        }
        Optional<IssuedGrant> grant = requests.grant(id)
                .filter(_ -> session.session().candidates().contains(id));
        if (grant.isEmpty() || !grant.get().grant().login().equals(login)) {
            return no("other-grant", "This session was not opened under that grant.");
        }
        Arrival arrival = session.session().arrival();
        Standing standing = grants.standingForNew(grant.get(), at, arrival);
        return standing.good()
                ? tooMany(grants.worth(grant.get().grant(), at, arrival))
                : no(code(standing), standing.text());
    }

    // Counted under the lock of the trail, so that two beginnings can't both be the last one allowed.
    private Optional<BeginOutcome> tooMany(Grant grant) {
        int most = grant.rights().concurrent();
        long live = sessions.running().stream()
                .filter(each -> each.live() && each.grant().filter(grant.id()::equals).isPresent()).count();
        return live < most
                ? Optional.empty()
                : no("too-many-sessions", "Your grant allows " + most
                        + (most == 1 ? " session" : " sessions")
                        + " at the same time, and " + live + (live == 1 ? " is" : " are")
                        + " live. Close one, or end it: ssh gw sessions, then ssh gw end SESSION");
    }

    private static Optional<BeginOutcome> no(String reason, String text) {
        return Optional.of(new BeginOutcome.NotBegun(reason, text));
    }

    private static String code(Standing standing) {
        return switch (standing.kind()) {
            case GOOD, NOT_YET -> "grant-not-yet";
            case OVER -> EndReason.GRANT_ENDED.code();
            case REVOKED, PERSON, ENGAGEMENT, TARGET, POLICY -> EndReason.REVOKED.code();
        };
    }

    /** The agent says that its session ended. A second report, or one about another agent's session, changes nothing. */
    public void ended(AgentIdentity agent, SessionId id, EndReason reason, String detail) {
        trail.<Boolean>commit(at -> sessions.session(id)
                .filter(found -> owns(agent, found) && found.state() != SessionSummary.State.ENDED)
                .map(_ -> Ruling.of(true, ended(at, Actor.agentOf(agent.target()), id, reason, detail)))
                .orElseGet(() -> Ruling.of(false)));
    }

    /** What an agent says a session is left with: what became narrower, and the end that holds now. */
    public record Left(String policyHash, List<String> fields, Instant end) {
        public Left {
            fields = List.copyOf(fields);
        }
    }

    /** The agent followed an order to narrow its session. A report about another agent's session, or one that is over, changes nothing. */
    public void narrowed(AgentIdentity agent, SessionId id, long epoch, Left left) {
        trail.<Boolean>commit(at -> sessions.session(id)
                .filter(found -> owns(agent, found) && found.state() != SessionSummary.State.ENDED)
                .map(_ -> Ruling.of(true,
                        new SessionEvent.SessionNarrowed(at, Actor.agentOf(agent.target()), id,
                                epoch, left.policyHash(), left.fields(), left.end())))
                .orElseGet(() -> Ruling.of(false)));
    }

    /** A session has less from now on: its agent may be told once this returns true. False: it is over, or about to be. */
    boolean reevaluated(SessionId id, Judgement.Less less) {
        return trail.commit(at -> goesOn(id)
                ? Ruling.of(true, Judgements.event(at, id, less))
                : Ruling.of(false));
    }

    /** Policy forbids it from now on. Journalled first, so that its lease is not renewed again even if the order gets lost. */
    void forbidden(SessionId id, Judgement.End end) {
        trail.<Boolean>commit(at -> goesOn(id)
                ? Ruling.of(true, Judgements.event(at, id, end), new SessionEvent.SessionEndOrdered(at,
                        Actor.SYSTEM, id, EndReason.REVOKED.code(), end.cause().text()))
                : Ruling.of(false));
    }

    private boolean goesOn(SessionId id) {
        return sessions.session(id).filter(found -> found.live() && found.ordered().isEmpty()).isPresent();
    }

    /** The broker could not open the tunnel, or it closed before the session began. */
    public void abandoned(SessionId id, EndReason reason, String detail) {
        trail.<Boolean>commit(at -> sessions.session(id)
                .filter(found -> found.state() == SessionSummary.State.OPENING)
                .map(_ -> Ruling.of(true, ended(at, Actor.SYSTEM, id, reason, detail)))
                .orElseGet(() -> Ruling.of(false)));
    }

    /**
     * The agent has not been heard of for longer than a lease lasts, so the session has ended there by itself. Says so; the
     * agent, when it comes back, is told to end what it still has.
     */
    void lapsed(SessionId id, String detail) {
        trail.<Boolean>commit(at -> sessions.session(id).filter(SessionSummary::live)
                .map(_ -> Ruling.of(true, ended(at, Actor.SYSTEM, id, EndReason.LEASE_LAPSED, detail)))
                .orElseGet(() -> Ruling.of(false)));
    }

    /**
     * The agent (re)connected and says what lives there. Sessions the broker thinks live and the agent doesn't are closed.
     *
     * @return what the agent must end, because the broker knows it as ended or not at all
     */
    public List<SessionId> reconcile(AgentIdentity agent, Set<SessionId> live) {
        return trail.commit(at -> {
            List<Event> events = new ArrayList<>();
            List<SessionId> known = new ArrayList<>();
            for (SessionSummary session : sessions.running()) {
                if (!owns(agent, session)) {
                    continue;
                }
                SessionId id = session.session().id();
                if (live.contains(id)) {
                    known.add(id);
                } else if (session.live()) {
                    events.add(ended(at, Actor.agentOf(agent.target()), id, EndReason.TUNNEL_LOST,
                            "the agent reconnected without it"));
                }
            }
            return new Ruling<>(live.stream().filter(id -> !known.contains(id)).toList(), events);
        });
    }

    static SessionEvent.SessionEnded ended(Instant at, Actor actor, SessionId id, EndReason reason,
            String detail) {
        return new SessionEvent.SessionEnded(at, actor, id, reason.code(), detail);
    }

    private static boolean owns(AgentIdentity agent, SessionSummary session) {
        return session.session().agent().equals(agent.spki());
    }

    private static String text(InetSocketAddress source) {
        String host = source.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + source.getPort();
    }
}
