package io.sallyport.broker.tunnel;

import io.sallyport.broker.recording.IntakeOutcome;
import io.sallyport.broker.session.BeginOutcome;
import io.sallyport.broker.target.AgentIdentity;
import io.sallyport.broker.target.EnrolmentForm;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import io.sallyport.wire.control.ControlMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything an agent can cause in this broker: the border between the network and the broker's own rules. All calls but
 * {@link #bySpki} block and are made on virtual threads. Safe for many threads.
 */
public interface AgentDesk {
    /** The registered agent whose certificate key has this hash. In memory, at once. */
    Optional<AgentIdentity> bySpki(String spki);

    /** Registers an agent. {@code form.spki()} is the key of the connection the form came over. */
    Enrolling enrol(EnrolmentForm form);

    /** A host certificate line for the agent; empty when the authority gives none now. */
    Optional<String> hostCertificate(AgentIdentity agent);

    /** The agent connected and says what lives there. Returns what it is to be told first. */
    Arrival arrived(AgentIdentity agent, ControlMessage.Hello hello);

    /** The agent can be told things from now on. Called after {@link #arrived}, once for each connection. */
    void reachable(AgentIdentity agent);

    /** May the session begin? The answer is journalled. */
    BeginOutcome begin(AgentIdentity agent, ControlMessage.Begin begin);

    /** A session of this agent ended. */
    void ended(AgentIdentity agent, ControlMessage.Ended ended);

    /** The agent followed an order that it was given, once for each. */
    void narrowed(AgentIdentity agent, ControlMessage.Narrowed narrowed);

    /** The agent did not follow an order that it was given, once for each. */
    void notNarrowed(AgentIdentity agent, ControlMessage.NotNarrowed refused);

    /** May this agent send this recording, and from where on? */
    IntakeOutcome intake(AgentIdentity agent, SessionId session);

    /** What came of an enrolment. */
    sealed interface Enrolling {
        /**
         * Yes.
         *
         * @param trust the trust bundle
         * @param hostCertificate a line, or empty: it comes with the welcome
         */
        record Enrolled(AgentIdentity agent, Json.Obj trust,
                Optional<String> hostCertificate) implements Enrolling {}

        record Refused(String reason, String text) implements Enrolling {}

        /** Not now; the token is not used up. */
        record Later(String text) implements Enrolling {}
    }

    /**
     * What an agent that just connected is to be told.
     *
     * @param at the broker's time
     * @param renew sessions that may go on
     * @param end sessions that must end
     */
    record Arrival(Instant at, List<SessionId> renew, List<ControlMessage.End> end) {
        public Arrival {
            renew = List.copyOf(renew);
            end = List.copyOf(end);
        }
    }
}
