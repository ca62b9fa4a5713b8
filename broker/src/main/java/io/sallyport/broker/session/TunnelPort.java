package io.sallyport.broker.session;

import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.List;

/**
 * What sessions need of the tunnels to the agents. Safe for many threads; no call blocks for longer than it takes to
 * queue a message, and an agent that is not connected is skipped silently (its leases lapse).
 */
public interface TunnelPort {
    /** The target's agent is connected now. */
    boolean online(TargetName target);

    /** Tells the agent which sessions may go on for another lease. */
    void renew(TargetName target, List<SessionId> sessions, Instant brokerTime);

    /** Tells the agent to end a session, and cuts its tunnel if the agent does not. {@code text} is for the engineer. */
    void end(TargetName target, SessionId session, EndReason reason, String text);

    /**
     * Tells the agent to go on with less. The answer comes back through {@link SessionDesk#narrowed}; none comes from an agent that is not
     * connected, which is to be told again when it is back.
     */
    void narrow(TargetName target, SessionId session, NarrowOrder order);
}
