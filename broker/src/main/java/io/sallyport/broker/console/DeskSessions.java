package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.NoteOutcome;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.broker.session.SessionViews;
import io.sallyport.policies.id.SessionId;
import java.util.List;
import java.util.Optional;

/** {@link Sessions} by the broker's own desk. Safe for many threads. */
public final class DeskSessions implements Sessions {
    private final SessionViews views;

    public DeskSessions(SessionViews views) {
        this.views = views;
    }

    @Override
    public List<SessionSummary> sessions(Person viewer, SessionFilter filter) {
        return views.sessions(viewer, filter);
    }

    @Override
    public Optional<SessionSummary> show(Person viewer, SessionId id) {
        return views.session(viewer, id.value());
    }

    @Override
    public List<PastJudgement> judgements(Person viewer, SessionSummary session) {
        return views.judgements(viewer, session);
    }

    @Override
    public List<Note> notes(Person viewer, SessionSummary session) {
        return views.notes().of(viewer, session);
    }

    @Override
    public boolean mayNote(Person viewer, SessionSummary session) {
        return views.notes().mayNote(viewer, session);
    }

    @Override
    public NoteOutcome note(Person by, SessionId id, String text) {
        return views.notes().note(by, id, text);
    }

    @Override
    public EndOutcome end(Person by, SessionId id, String reason) {
        return views.end(by, id, reason);
    }
}
