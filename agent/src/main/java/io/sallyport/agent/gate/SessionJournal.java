package io.sallyport.agent.gate;

import io.sallyport.evidence.recording.EndReason;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import java.util.Optional;

/** The broker, as far as a session needs it. Safe for many threads. */
public interface SessionJournal {

    /** What the broker answers to the beginning of a session. */
    sealed interface Answer {
        /** It stands in the journal. */
        record Began() implements Answer {}

        /** The broker does not want this session; {@code text} is for the engineer, still foreign. */
        record NotBegun(String reason, String text) implements Answer {}

        /** No answer in time: nobody knows whether it stands in the journal. */
        record Silence() implements Answer {}
    }

    /** Asks the broker to journal the beginning. Blocks up to {@link io.sallyport.agent.AgentLimits#BEGAN_WAIT}. */
    Answer begin(SessionId session, long serial, GrantId grant, LoginName login);

    /** Tells the end; kept and sent later when the broker is away. Does not block. */
    void ended(SessionId session, EndReason reason, String detail);

    /** Why no session may start as far as the broker and its clock are concerned: a text for the engineer. */
    Optional<String> obstacle();

    /** How long a session lives without a renewal. */
    java.time.Duration lease();
}
