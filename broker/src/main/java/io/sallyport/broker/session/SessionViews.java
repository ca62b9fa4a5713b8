package io.sallyport.broker.session;

import io.sallyport.broker.audit.Actor;
import io.sallyport.broker.audit.AuditTrail;
import io.sallyport.broker.audit.Ruling;
import io.sallyport.broker.audit.SessionEvent;
import io.sallyport.broker.identity.People;
import io.sallyport.broker.identity.Person;
import io.sallyport.broker.identity.Role;
import io.sallyport.broker.target.Targets;
import io.sallyport.policies.id.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people may see of sessions, and who may end one. Auditors, approvers and administrators of the company see all; a provider's managers
 * see those of their provider; everybody else sees their own. Blocking; safe for many threads.
 */
public final class SessionViews {
    private static final Pattern PREFIX = Pattern.compile("s-[a-z2-7]{3,26}");

    private final AuditTrail trail;
    private final SessionStore sessions;
    private final Targets targets;
    private final TunnelPort tunnels;
    private final NoteDesk notes;

    public SessionViews(AuditTrail trail, SessionStore sessions, Targets targets, TunnelPort tunnels,
            People people) {
        this.trail = trail;
        this.sessions = sessions;
        this.targets = targets;
        this.tunnels = tunnels;
        this.notes = new NoteDesk(trail, sessions, people, this::sees);
    }

    /** Newest first, at most {@code filter.limit()}. */
    public List<SessionSummary> sessions(Person viewer, SessionFilter filter) {
        if (seesAll(viewer)) {
            return sessions.sessions(filter, Optional.empty());
        }
        if (!manages(viewer)) {
            return sessions.sessions(filter, Optional.of(viewer.name()));
        }
        return filter.provider().filter(asked -> !asked.equals(viewer.organisation())).isPresent()
                ? List.of()
                : sessions.sessions(filter.of(viewer.organisation()), Optional.empty());
    }

    /** How many sessions there are, for operators. */
    public int count(SessionFilter filter) {
        return sessions.sessions(filter, Optional.empty()).size();
    }

    /** The session with this id or unique prefix ({@code s-} and at least 3 characters); absent and hidden look the same. */
    public Optional<SessionSummary> session(Person viewer, String idOrPrefix) {
        if (!PREFIX.matcher(idOrPrefix).matches()) {
            return Optional.empty();
        }
        List<SessionSummary> found = sessions.startingWith(idOrPrefix).stream().filter(s -> sees(viewer, s))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** What people write on sessions. */
    public NoteDesk notes() {
        return notes;
    }

    /** What policy changes made of a session while it ran, oldest first; nothing for whoever may not see it. */
    public List<PastJudgement> judgements(Person viewer, SessionSummary session) {
        return sees(viewer, session) ? sessions.judgements(session.session().id()) : List.of();
    }

    /**
     * Orders the end of a session: journalled first, so that its lease is not renewed again even if the order gets lost.
     * Allowed: the engineer themselves, approvers of the target's owner group, administrators of the company.
     */
    public EndOutcome end(Person by, SessionId id, String reason) {
        EndOutcome outcome = trail.<EndOutcome>commit(at -> {
            Optional<SessionSummary> session = sessions.session(id).filter(found -> sees(by, found));
            if (session.isEmpty()) {
                return Ruling.of(new EndOutcome.Refused("There is no session " + id + "."));
            }
            if (session.get().state() == SessionSummary.State.ENDED) {
                return Ruling.of(new EndOutcome.Refused("The session " + id + " has ended already."));
            }
            if (!mayEnd(by, session.get())) {
                return Ruling
                        .of(new EndOutcome.Refused("Ending a session takes the engineer, an approver of the"
                                + " group that owns the target, or an administrator."));
            }
            return Ruling.of(new EndOutcome.Ending(session.get()), new SessionEvent.SessionEndOrdered(at,
                    Actor.of(by.name()), id, EndReason.ENDED_BY_PERSON.code(), reason));
        });
        if (outcome instanceof EndOutcome.Ending(SessionSummary session)) {
            tunnels.end(session.session().target(), id, EndReason.ENDED_BY_PERSON,
                    "Ended by " + by.fullName() + (reason.isBlank() ? "." : ": " + reason));
        }
        return outcome;
    }

    /** True when this person may see this session at all. */
    public boolean sees(Person viewer, SessionSummary session) {
        return seesAll(viewer) || session.session().person().equals(viewer.name())
                || (manages(viewer) && session.session().organisation().equals(viewer.organisation()));
    }

    private static boolean manages(Person viewer) {
        return !viewer.internal() && viewer.is(Role.MANAGER);
    }

    private boolean mayEnd(Person by, SessionSummary session) {
        if (session.session().person().equals(by.name())) {
            return true;
        }
        return by.internal() && (by.is(Role.ADMINISTRATOR) || (by.is(Role.APPROVER)
                && targets.byName(session.session().target()).filter(t -> by.groups().contains(t.owner()))
                        .isPresent()));
    }

    private static boolean seesAll(Person viewer) {
        return viewer.is(Role.AUDITOR)
                || (viewer.internal() && (viewer.is(Role.APPROVER) || viewer.is(Role.ADMINISTRATOR)));
    }
}
