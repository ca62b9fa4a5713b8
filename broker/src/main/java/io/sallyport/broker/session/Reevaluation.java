package io.sallyport.broker.session;

import io.sallyport.broker.request.Arrival;
import io.sallyport.broker.request.Grants;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a change of policy, of a window or of somebody's groups means for sessions that run: nothing, less, or their end. Never more: each
 * order takes from what the one before left. The journal has each before its agent hears of it. Remembers what it told whom, so that an
 * agent hears it once, and again when it was away; after a restart the journal's projection knows it. Blocking; safe for many threads.
 */
final class Reevaluation {
    /** {@code told}: the agent has been sent it since it last connected. */
    private record Due(NarrowOrder order, boolean told) {}

    private final Grants grants;
    private final SessionDesk desk;
    private final SessionStore sessions;
    private final TunnelPort tunnels;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, Due> due = new HashMap<>(); // guarded by lock
    private final Set<SessionId> remembered = new HashSet<>(); // guarded by lock

    Reevaluation(Grants grants, SessionDesk desk, SessionStore sessions, TunnelPort tunnels) {
        this.grants = grants;
        this.desk = desk;
        this.sessions = sessions;
        this.tunnels = tunnels;
    }

    /**
     * Decides a live session again.
     *
     * @param grant the one it began under, which is good but for policy
     * @param arrival how the session came
     * @return that it must end now; empty when it goes on, with what {@link #tell} says
     */
    Optional<LeaseKeeper.Order> look(SessionId id, Grant grant, Arrival arrival, Instant now) {
        lock.lock();
        try {
            switch (judge(id, grant, arrival, grants, now)) {
                case Judgement.Same _ -> {
                    // What was ordered before stays so.
                }
                case Judgement.Less less -> {
                    if (desk.reevaluated(id, less)) {
                        due.put(id, new Due(less.order(), false));
                    }
                }
                case Judgement.End end -> {
                    desk.forbidden(id, end);
                    return Optional.of(new LeaseKeeper.Order(id, EndReason.REVOKED, end.cause().text()));
                }
            }
            return ordered(id).filter(order -> !now.isBefore(order.end()))
                    .map(order -> new LeaseKeeper.Order(id, EndReason.GRANT_ENDED, "The session is over: "
                            + order.why() + "."));
        } finally {
            lock.unlock();
        }
    }

    /** What would become of a live session if these grants' policy were in force. Changes nothing. */
    Judgement foresee(SessionId id, Grant grant, Arrival arrival, Grants candidate,
            Instant now) {
        lock.lock();
        try {
            return judge(id, grant, arrival, candidate, now);
        } finally {
            lock.unlock();
        }
    }

    private Judgement judge(SessionId id, Grant grant, Arrival arrival, Grants by,
            Instant now) {
        return Judge.of(grant, by.terms(grant, now, arrival), ordered(id), now);
    }

    // Asked for once: what this broker was before it was started again is only in the projection.
    private Optional<NarrowOrder> ordered(SessionId id) {
        if (remembered.add(id)) {
            sessions.judgements(id).stream().flatMap(past -> past.order().stream())
                    .reduce((_, later) -> later).ifPresent(order -> due.put(id, new Due(order, false)));
        }
        return Optional.ofNullable(due.get(id)).map(Due::order);
    }

    /** Sends what is due for a session and was not sent yet, if somebody is there to hear it. */
    void tell(TargetName target, SessionId id) {
        lock.lock();
        try {
            Due known = due.get(id);
            if (known != null && !known.told() && tunnels.online(target)) {
                due.put(id, new Due(known.order(), true));
                tunnels.narrow(target, id, known.order());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The agent of these sessions connected anew: it may have missed what it was sent, so it is told again, under a newer number. */
    void tellAgain(Collection<SessionId> sessionsThere, Instant now) {
        lock.lock();
        try {
            for (SessionId id : sessionsThere) {
                due.computeIfPresent(id, (_, known) -> {
                    NarrowOrder old = known.order();
                    return new Due(new NarrowOrder(Judge.epoch(Optional.of(old), now), old.rights(),
                            old.end(), old.why(), old.policyHash(), old.text()), false);
                });
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets every session that is not among these. */
    void keep(Collection<SessionId> running) {
        lock.lock();
        try {
            due.keySet().retainAll(running);
            remembered.retainAll(running);
        } finally {
            lock.unlock();
        }
    }
}
