package io.sallyport.broker.session;

import io.sallyport.policies.id.PersonName;
import io.sallyport.policies.id.SessionId;
import java.util.List;
import java.util.Optional;

/** Reads sessions from the projection. Blocking; safe for many threads. */
public interface SessionStore {
    Optional<SessionSummary> session(SessionId id);

    /** Sessions whose id starts so, at most two: one is a hit, two are ambiguous. */
    List<SessionSummary> startingWith(String prefix);

    /** Newest first; {@code only}: of that person. */
    List<SessionSummary> sessions(SessionFilter filter, Optional<PersonName> only);

    /** Every session that is opening or live. */
    List<SessionSummary> running();

    /** What was decided anew of a session while it ran, oldest first. */
    List<PastJudgement> judgements(SessionId id);

    /** What was written on a session, oldest first. */
    List<Note> notes(SessionId id);

    /** A session began with this certificate serial before. */
    boolean serialUsed(long serial);
}
