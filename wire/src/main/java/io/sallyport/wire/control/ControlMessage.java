package io.sallyport.wire.control;

import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One message on the control connection (docs/formats/control.md). The two directions are types of their own, so that
 * neither side can be told what only it may say. Times travel in milliseconds.
 */
public sealed interface ControlMessage {

    /** What an agent says. */
    sealed interface FromAgent extends ControlMessage {}

    /** What a broker says. */
    sealed interface FromBroker extends ControlMessage {}

    /**
     * The first message of an agent.
     * @param protocol         {@link ControlCodec#PROTOCOL}
     * @param hostKey          line {@code type base64} of the inner SSH server's host key
     * @param ceilingHash      names the ceiling in force, hex
     * @param ceilingText      the ceiling file, for approvers to see; empty when the built-in one is in force
     * @param clock            the agent's time, so that the broker can warn of skew
     * @param servesOnlyItself the agent has no root rights and serves its own account only
     * @param live             sessions that run now
     * @param spooled          sessions whose recording the broker has not acknowledged
     */
    record Hello(int protocol, TargetName target, String agentVersion, String hostKey, String ceilingHash,
            String ceilingText, Instant clock, boolean servesOnlyItself, List<SessionId> live,
            List<SessionId> spooled) implements FromAgent {
        public Hello {
            clock = clock.truncatedTo(ChronoUnit.MILLIS);
            live = List.copyOf(live);
            spooled = List.copyOf(spooled);
        }
    }

    /** The engineer is authenticated; may the session begin? Serial: of the certificate, unsigned. */
    record Begin(SessionId session, long serial, GrantId grant, LoginName login) implements FromAgent {}

    /** The session is over. {@code reason} is a stable code, {@code detail} a sentence or empty. */
    record Ended(SessionId session, String reason, String detail) implements FromAgent {}

    /** Answers the {@link Ping} of the same number. */
    record Pong(long number) implements FromAgent {}

    /**
     * Answers {@link Hello}.
     * @param hostCertificate line {@code type base64} for the agent's host key
     */
    record Welcome(Instant brokerTime, String hostCertificate, Duration lease, Duration renewEvery)
            implements
                FromBroker {
        public Welcome {
            brokerTime = brokerTime.truncatedTo(ChronoUnit.MILLIS);
            lease = lease.truncatedTo(ChronoUnit.MILLIS);
            renewEvery = renewEvery.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * Dial back for this session.
     * @param token         32 hex digits, for one use within seconds; a secret until used
     * @param staples       certificates in base64, one for each login the engineer may use
     * @param sourceAddress literal address of the engineer, as the broker saw it
     */
    record Open(SessionId session, String token, List<String> staples, String sourceAddress, int sourcePort)
            implements
                FromBroker {
        public Open {
            staples = List.copyOf(staples);
        }

        /** Without the token, which is a secret. */
        @Override
        public String toString() {
            return "Open[" + session + ", " + staples.size() + " staples]";
        }
    }

    /** Yes to {@link Begin}: the beginning stands in the journal. */
    record Began(SessionId session) implements FromBroker {}

    /** No to {@link Begin}. {@code text} is shown to the engineer. */
    record NotBegun(SessionId session, String reason, String text) implements FromBroker {}

    /** The leases of these sessions run anew from now; those of others do not. */
    record Renew(List<SessionId> sessions, Instant brokerTime) implements FromBroker {
        public Renew {
            sessions = List.copyOf(sessions);
            brokerTime = brokerTime.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** End this session now. {@code text} is shown to the engineer. */
    record End(SessionId session, String reason, String text) implements FromBroker {}

    /** A fresh host certificate, line {@code type base64}. */
    record HostCertificate(String certificate) implements FromBroker {}

    /** Are you there? */
    record Ping(long number) implements FromBroker {}
}
