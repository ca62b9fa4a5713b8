package io.sallyport.broker.session;

import io.sallyport.broker.request.Grants;
import io.sallyport.broker.request.PresentTerms;
import io.sallyport.policies.grant.Grant;
import io.sallyport.policies.grant.Meet;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.policies.policy.Running;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a change of policy, of a window or of somebody's groups means for sessions that run: nothing, less, or their end. Never more: each
 * order takes from what the one before left. Remembers what it told whom, so that an agent hears it once, and again when it was away.
 * Blocking; safe for many threads.
 */
final class Reevaluation {
    /** How long a session goes on that is not allowed any more, unless a rule says that it ends at once. */
    static final Duration GRACE = Duration.ofMinutes(10);

    /** {@code told}: the agent has been sent it since it last connected. */
    private record Due(NarrowOrder order, boolean told) {}

    private final Grants grants;
    private final SessionDesk desk;
    private final TunnelPort tunnels;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<SessionId, Due> due = new HashMap<>(); // guarded by lock

    Reevaluation(Grants grants, SessionDesk desk, TunnelPort tunnels) {
        this.grants = grants;
        this.desk = desk;
        this.tunnels = tunnels;
    }

    /**
     * Decides a live session again.
     *
     * @param grant the one it began under, which is good but for policy
     * @param source where the session comes from
     * @return that it must end now; empty when it goes on, with what {@link #tell} says
     */
    Optional<LeaseKeeper.Order> look(SessionId id, Grant grant, Optional<InetAddress> source, Instant now) {
        PresentTerms terms = grants.terms(grant, now, source);
        if (terms instanceof PresentTerms.Gone gone && gone.running() == Running.TERMINATE_NOW) {
            desk.forbidden(id, gone.text());
            return Optional.of(new LeaseKeeper.Order(id, EndReason.REVOKED, gone.text()));
        }
        lock.lock();
        try {
            switch (terms) {
                case PresentTerms.Unchanged _ -> {
                    // What was told already holds at the agent, and what was not needs no telling any more.
                    due.computeIfPresent(id, (_, known) -> known.told() ? known : null);
                }
                case PresentTerms.Tighter(Grant left, String text) -> order(id, now, new Wanted(left.rights(),
                        left.notAfter(), left.endReason(), left.policyHash(), text));
                case PresentTerms.Gone gone -> order(id, now, new Wanted(grant.rights(),
                        graceEnds(id, grant, now), "end of the " + GRACE.toMinutes()
                                + " minutes after policy stopped allowing it",
                        gone.policyHash(), gone.text()));
            }
            return Optional.ofNullable(due.get(id)).filter(known -> !now.isBefore(known.order().end()))
                    .map(known -> new LeaseKeeper.Order(id, EndReason.GRANT_ENDED, "The session is over: "
                            + known.order().why() + "."));
        } finally {
            lock.unlock();
        }
    }

    private record Wanted(Rights rights, Instant end, String why, String policyHash, String text) {}

    // A session that was told an end keeps it: the grace does not begin anew with each look.
    private Instant graceEnds(SessionId id, Grant grant, Instant now) {
        Instant latest = Optional.ofNullable(due.get(id)).map(known -> known.order().end())
                .orElse(grant.notAfter());
        Instant grace = now.plus(GRACE);
        return grace.isBefore(latest) ? grace : latest;
    }

    private void order(SessionId id, Instant now, Wanted wanted) {
        Optional<NarrowOrder> before = Optional.ofNullable(due.get(id)).map(Due::order);
        Rights rights = before.map(known -> both(known.rights(), wanted.rights())).orElse(wanted.rights());
        boolean sooner = before.filter(known -> !wanted.end().isBefore(known.end())).isEmpty();
        if (!sooner && before.filter(known -> known.rights().equals(rights)).isPresent()) {
            return;
        }
        Instant end = sooner ? wanted.end() : before.orElseThrow().end();
        String why = sooner ? wanted.why() : before.orElseThrow().why();
        due.put(id, new Due(new NarrowOrder(epoch(before, now), rights, end, why, wanted.policyHash(),
                wanted.text()), false));
    }

    // What does not fit together in one grant is met again by the agent, which ends what it can't keep
    // as narrow as that.
    private static Rights both(Rights told, Rights wanted) {
        try {
            return Meet.of(told, wanted);
        } catch (IllegalArgumentException e) {
            return wanted;
        }
    }

    // From the clock, so that the orders of a broker that was started again are newer than those
    // before.
    private static long epoch(Optional<NarrowOrder> before, Instant now) {
        return Math.max(before.map(NarrowOrder::epoch).orElse(0L) + 1, now.toEpochMilli());
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
    void tellAgain(Collection<SessionId> sessions, Instant now) {
        lock.lock();
        try {
            for (SessionId id : sessions) {
                due.computeIfPresent(id, (_, known) -> {
                    NarrowOrder old = known.order();
                    return new Due(new NarrowOrder(epoch(Optional.of(old), now), old.rights(), old.end(),
                            old.why(), old.policyHash(), old.text()), false);
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
        } finally {
            lock.unlock();
        }
    }
}
