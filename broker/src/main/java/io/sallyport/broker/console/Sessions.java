package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.NoteOutcome;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.id.SessionId;
import java.util.List;
import java.util.Optional;

/** What the console needs of the session desk. Every call blocks, and decides for itself what the person may see and do. */
public interface Sessions {
    /** Newest first. */
    List<SessionSummary> sessions(Person viewer, SessionFilter filter);

    /** Absent and hidden look the same. */
    Optional<SessionSummary> show(Person viewer, SessionId id);

    /** What policy changes made of it while it ran, oldest first; nothing for whoever may not see it. */
    List<PastJudgement> judgements(Person viewer, SessionSummary session);

    /** What was written on it, oldest first; nothing for whoever may not see it. */
    List<Note> notes(Person viewer, SessionSummary session);

    boolean mayNote(Person viewer, SessionSummary session);

    /** A session that {@code by} may not see is one that is not there. */
    NoteOutcome note(Person by, SessionId id, String text);

    EndOutcome end(Person by, SessionId id, String reason);
}
