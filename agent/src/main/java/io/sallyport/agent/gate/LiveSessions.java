package io.sallyport.agent.gate;

import io.sallyport.agent.AgentLimits;
import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.grant.Ceiling;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.SessionId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All sessions that live on this host. Safe for many threads. */
public final class LiveSessions {

    private final Map<SessionId, LiveSession> sessions = new ConcurrentHashMap<>();
    /** Guarded by this object's monitor. */
    private boolean closed;

    /** What became of an {@link #add}. */
    enum Added {
        YES, FULL, CLOSED
    }

    /**
     * Counts and adds in one step: two that begin at once must not both find the last place.
     *
     * @param alike most sessions under the session's grant
     */
    synchronized Added add(LiveSession session, int alike) {
        if (closed) {
            return Added.CLOSED;
        }
        if (count() >= AgentLimits.SESSIONS || underGrant(session.grant()) >= alike) {
            return Added.FULL;
        }
        // An id that is here already belongs to a session that lives.
        return sessions.putIfAbsent(session.id(), session) == null ? Added.YES : Added.FULL;
    }

    void remove(LiveSession session) {
        sessions.remove(session.id(), session);
    }

    /** True until the end of the session was carried out, its recording sealed. */
    public boolean contains(SessionId session) {
        return sessions.containsKey(session);
    }

    long underGrant(GrantId grant) {
        return sessions.values().stream().filter(session -> session.grant().equals(grant)).count();
    }

    public int count() {
        return sessions.size();
    }

    public List<SessionId> ids() {
        return List.copyOf(sessions.keySet());
    }

    /** The broker still stands behind these; the others' leases run on. */
    public void renew(Collection<SessionId> renewed) {
        renewed.forEach(id -> Optional.ofNullable(sessions.get(id)).ifPresent(LiveSession::renew));
    }

    /** Takes rights and time away from a session that goes on; never gives any. */
    public NarrowOutcome narrow(SessionId id, NarrowOrder order) {
        LiveSession session = sessions.get(id);
        return session == null
                ? new NarrowOutcome.Refused("unknown-session", "No such session lives on this target.")
                : session.narrow(order);
    }

    /** The host's ceiling is this from now on, for every session that lives. */
    public void under(Ceiling ceiling) {
        sessions.values().forEach(session -> session.under(ceiling));
    }

    /** @return false when there is no such session */
    public boolean end(SessionId id, EndReason reason, String detail) {
        LiveSession session = sessions.get(id);
        if (session == null) {
            return false;
        }
        session.end(reason, detail);
        return true;
    }

    /** Admits nothing more, ends all, and waits up to {@code most} in total for the ends to be carried out. */
    public void endAll(EndReason reason, Duration most) throws InterruptedException {
        List<LiveSession> living;
        synchronized (this) {
            closed = true;
            living = List.copyOf(sessions.values());
        }
        living.forEach(session -> session.end(reason, ""));
        for (LiveSession session : living) {
            session.awaitOver(most);
        }
    }
}
