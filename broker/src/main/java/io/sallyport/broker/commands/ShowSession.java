package io.sallyport.broker.commands;

import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.json.Json;
import java.util.List;
import java.util.Optional;

/** A session in full, with everything that policy took from it while it ran and what people wrote on it. */
final class ShowSession {
    private static final int HASH = 12;

    private final Call call;

    ShowSession(Call call) {
        this.call = call;
    }

    int show(String wanted) {
        Optional<SessionSummary> found = call.desks().sessions().session(call.person(), wanted);
        if (found.isEmpty()) {
            return SessionsCommand.none(call.say());
        }
        List<PastJudgement> judgements = call.desks().sessions().judgements(call.person(), found.get());
        List<Note> notes = call.desks().sessions().notes().of(call.person(), found.get());
        if (call.say().json()) {
            return call.say().json(Json.object().put("session", Render.json(found.get()))
                    .put("judgements", Json.array(judgements.stream().map(PastJudgement::json).toList()))
                    .put("notes", Json.array(notes.stream().map(Note::json).toList()))
                    .build());
        }
        text(found.get());
        judgements.forEach(this::text);
        notes.forEach(this::text);
        return Say.DONE;
    }

    private void text(SessionSummary session) {
        Say say = call.say();
        var opened = session.session();
        say.line(opened.id() + "  " + session.state().code());
        say.line("who:     " + opened.person() + " of " + opened.organisation());
        say.line("where:   " + session.login().map(login -> login + "@").orElse("") + opened.target());
        session.grant().ifPresent(grant -> say.line("grant:   " + grant));
        say.line("from:    " + opened.source());
        say.line("opened:  " + Times.shown(opened.openedAt()));
        session.beganAt().ifPresent(at -> say.line("began:   " + Times.shown(at)));
        session.ending().ifPresent(ending -> say.line("ended:   " + Times.shown(ending.at()) + ", "
                + ending.reason().code() + (ending.detail().isBlank() ? "" : ": " + ending.detail())));
        say.line("record:  " + session.recording().code());
    }

    private void text(Note note) {
        call.say().line("note:    " + Times.shown(note.at()) + "  " + note.author());
        note.text().lines().forEach(line -> call.say().line("         " + line));
    }

    private void text(PastJudgement past) {
        Say say = call.say();
        say.line("policy:  " + Times.shown(past.event().at()) + "  " + past.what());
        say.line("         " + past.event().text());
        past.event().failed().forEach(check -> say.line("         failed: " + check));
        say.line("         policy " + past.event().oldPolicyHash().substring(0, HASH) + " -> "
                + past.event().policyHash().substring(0, HASH)
                + past.followedAt().map(at -> ", followed by the agent " + Times.shown(at)).orElse(""));
    }
}
