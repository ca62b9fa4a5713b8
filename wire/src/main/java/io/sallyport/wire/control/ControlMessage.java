package io.sallyport.wire.control;

import io.sallyport.policies.grant.GrantLists;
import io.sallyport.policies.grant.Rights;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import io.sallyport.wire.Limits;
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

    /**
     * No to {@link Open}: the lists and the certificates of it do not belong together, so no tunnel comes.
     * @param reason a stable code: {@code lists-missing}, {@code lists-unnamed}
     */
    record NotOpened(SessionId session, String reason, String text) implements FromAgent {}

    /** The engineer is authenticated; may the session begin? Serial: of the certificate, unsigned. */
    record Begin(SessionId session, long serial, GrantId grant, LoginName login) implements FromAgent {}

    /** The session is over. {@code reason} is a stable code, {@code detail} a sentence or empty. */
    record Ended(SessionId session, String reason, String detail) implements FromAgent {}

    /**
     * Yes to the {@link Narrow} of the same epoch.
     * @param policyHash as in the order
     * @param end        the end that holds now: the order's, or an earlier one that held already
     * @param fields     what became narrower: names of rights as a grant spells them, and {@code end}; empty when nothing did
     */
    record Narrowed(SessionId session, long epoch, String policyHash, Instant end, List<String> fields)
            implements
                FromAgent {
        public Narrowed {
            end = end.truncatedTo(ChronoUnit.MILLIS);
            fields = List.copyOf(fields);
        }
    }

    /**
     * No to the {@link Narrow} of the same epoch: no such session, an order that is not newer than the last, or the session ends
     * instead, because it cannot be kept as narrow as that.
     * @param reason a stable code: {@code unknown-session}, {@code old-epoch}, {@code session-over}, {@code protection}
     */
    record NotNarrowed(SessionId session, long epoch, String reason, String text) implements FromAgent {}

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
     * @param lists         of the grants whose certificates name them by hash, each once and none besides; usually none
     * @param sourceAddress literal address of the engineer, as the broker saw it
     */
    record Open(SessionId session, String token, List<String> staples, List<GrantLists> lists,
            String sourceAddress, int sourcePort) implements FromBroker {
        public Open {
            staples = List.copyOf(staples);
            lists = List.copyOf(lists);
        }

        /** Where every grant stands whole in its certificate. */
        public Open(SessionId session, String token, List<String> staples, String sourceAddress,
                int sourcePort) {
            this(session, token, staples, List.of(), sourceAddress, sourcePort);
        }

        /** Without the token, which is a secret. */
        @Override
        public String toString() {
            return "Open[" + session + ", " + staples.size() + " staples, " + lists.size() + " lists]";
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

    /**
     * Go on with no more than this. The agent meets it with what holds, so it takes away and never gives.
     * @param epoch      rises with every order for the session, 1 to {@link Limits#ORDER_EPOCH}; an order that is not newer is a replay
     * @param rights     what may still be done at most
     * @param end        when the session ends at the latest
     * @param why        why it ends then, for people; at most {@link Limits#NARROW_WHY} characters
     * @param policyHash of the policy the order comes from, 64 hex digits
     * @param text       for the engineer; at most {@link Limits#NARROW_TEXT} characters
     */
    record Narrow(SessionId session, long epoch, Rights rights, Instant end, String why, String policyHash,
            String text) implements FromBroker {
        /** @throws IllegalArgumentException a bound is broken */
        public Narrow {
            end = end.truncatedTo(ChronoUnit.MILLIS);
            if (epoch < 1 || epoch > Limits.ORDER_EPOCH || why.length() > Limits.NARROW_WHY
                    || text.length() > Limits.NARROW_TEXT || !policyHash.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("an order to narrow that breaks a bound");
            }
        }
    }

    /** A fresh host certificate, line {@code type base64}. */
    record HostCertificate(String certificate) implements FromBroker {}

    /** Are you there? */
    record Ping(long number) implements FromBroker {}
}
