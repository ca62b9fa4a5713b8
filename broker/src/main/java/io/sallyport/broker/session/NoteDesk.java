package io.sallyport.broker.session;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.policies.id.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Notes on sessions, only ever added. Whoever may see a session reads them; people of the company, auditors and the managers of the session's
 * provider write them. Blocking; safe for many threads.
 */
public final class NoteDesk {
    /** Characters of a note. */
    public static final int LENGTH = 1000;
    /** Notes on one session: more than people read. */
    public static final int MOST = 100;

    private final AuditTrail trail;
    private final SessionStore sessions;
    private final People people;
    private final BiPredicate<Person, SessionSummary> sees;

    NoteDesk(AuditTrail trail, SessionStore sessions, People people,
            BiPredicate<Person, SessionSummary> sees) {
        this.trail = trail;
        this.sessions = sessions;
        this.people = people;
        this.sees = sees;
    }

    /** Oldest first; nothing for whoever may not see the session. */
    public List<Note> of(Person viewer, SessionSummary session) {
        return sees.test(viewer, session) ? sessions.notes(session.session().id()) : List.of();
    }

    /** True when this person may write one on this session. */
    public boolean mayNote(Person person, SessionSummary session) {
        return sees.test(person, session) && (person.internal() || person.is(Role.AUDITOR)
                || (person.is(Role.MANAGER)
                        && person.organisation().equals(session.session().organisation())));
    }

    /** Writes a note. A session that the writer may not see is one that is not there. */
    public NoteOutcome note(Person by, SessionId id, String text) {
        String wanted = text.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ').strip();
        return trail.commit(at -> {
            Optional<SessionSummary> session = sessions.session(id);
            // As the directory has them at this moment, not as they were when they connected.
            Optional<Person> now = people.byName(by.name()).filter(Person::enabled);
            if (session.isEmpty() || now.filter(person -> sees.test(person, session.get())).isEmpty()) {
                return refuse(NoteOutcome.Reason.UNKNOWN, "There is no session " + id + ".");
            }
            if (!mayNote(now.get(), session.get())) {
                return refuse(NoteOutcome.Reason.NOT_ALLOWED,
                        "Notes are written by people of the company, auditors and the managers of the provider.");
            }
            if (wanted.isEmpty() || wanted.length() > LENGTH
                    || wanted.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c))) {
                return refuse(NoteOutcome.Reason.BAD_NOTE,
                        "A note has 1 to " + LENGTH + " characters, and no control characters.");
            }
            if (sessions.notes(id).size() >= MOST) {
                return refuse(NoteOutcome.Reason.TOO_MANY,
                        "There are " + MOST + " notes on this session already.");
            }
            return Ruling.of(new NoteOutcome.Noted(session.get(), new Note(by.name(), at, wanted)),
                    new SessionEvent.SessionNoted(at, Actor.of(by.name()), id, by.name(), wanted));
        });
    }

    private static Ruling<NoteOutcome> refuse(NoteOutcome.Reason reason, String text) {
        return Ruling.of(new NoteOutcome.Refused(reason, text));
    }
}
