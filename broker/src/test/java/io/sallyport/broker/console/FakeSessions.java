package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.EndReason;
import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.NoteOutcome;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.Session;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.id.GrantId;
import io.sallyport.policies.id.KeyFingerprint;
import io.sallyport.policies.id.LoginName;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.id.TargetName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions that are there because a test put them there. */
final class FakeSessions implements Sessions {
    final List<SessionSummary> all = new ArrayList<>();
    final List<Note> notes = new ArrayList<>();
    final List<PastJudgement> judgements = new ArrayList<>();

    SessionSummary add(Person by, String target, String login, Instant openedAt, boolean live,
            String detail) {
        SessionId id = new SessionId("s-" + "abcdefghijklmnopqrstuvwxy" + (char) ('a' + all.size() % 26));
        GrantId grant = new GrantId("g-" + "b".repeat(26));
        Session session = new Session(id, by.name(), by.organisation(), new TargetName(target),
                new KeyFingerprint("SHA256:" + "A".repeat(43)), "192.0.2.17:50022", List.of(grant),
                "ab".repeat(32),
                "cd".repeat(32), openedAt);
        SessionSummary summary = new SessionSummary(session,
                live ? SessionSummary.State.LIVE : SessionSummary.State.ENDED,
                Optional.of(new LoginName(login)),
                Optional.of(grant), Optional.of(0x1234_5678_9abcL), Optional.of(openedAt.plusSeconds(1)),
                Optional.empty(),
                live
                        ? Optional.empty()
                        : Optional.of(new SessionSummary.Ending(EndReason.CLOSED, detail,
                                openedAt.plusSeconds(754))),
                live ? SessionSummary.Recording.NONE : SessionSummary.Recording.COMPLETE,
                Optional.empty());
        all.addFirst(summary);
        return summary;
    }

    @Override
    public List<SessionSummary> sessions(Person viewer, SessionFilter filter) {
        return all.stream().filter(session -> Samples.sees(viewer, session))
                .filter(session -> !filter.live() || session.live())
                .filter(session -> filter.target().map(session.session().target()::equals).orElse(true))
                .filter(session -> filter.provider().map(session.session().organisation()::equals)
                        .orElse(true))
                .limit(filter.limit()).toList();
    }

    @Override
    public Optional<SessionSummary> show(Person viewer, SessionId id) {
        return all.stream().filter(session -> session.session().id().equals(id))
                .filter(session -> Samples.sees(viewer, session)).findFirst();
    }

    @Override
    public List<PastJudgement> judgements(Person viewer, SessionSummary session) {
        return judgements;
    }

    @Override
    public List<Note> notes(Person viewer, SessionSummary session) {
        return notes;
    }

    @Override
    public boolean mayNote(Person viewer, SessionSummary session) {
        return viewer.internal();
    }

    @Override
    public NoteOutcome note(Person by, SessionId id, String text) {
        return show(by, id).<NoteOutcome>map(found -> {
            Note note = new Note(by.name(), FakeRequests.NOW, text);
            notes.add(note);
            return new NoteOutcome.Noted(found, note);
        }).orElseGet(() -> new NoteOutcome.Refused(NoteOutcome.Reason.UNKNOWN, "There is none."));
    }

    @Override
    public EndOutcome end(Person by, SessionId id, String reason) {
        return show(by, id).filter(SessionSummary::live).<EndOutcome>map(EndOutcome.Ending::new)
                .orElseGet(() -> new EndOutcome.Refused("There is no such session."));
    }
}
