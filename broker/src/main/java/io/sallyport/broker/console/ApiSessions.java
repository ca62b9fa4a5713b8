package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.Note;
import io.sallyport.broker.session.NoteDesk;
import io.sallyport.broker.session.NoteOutcome;
import io.sallyport.broker.session.PastJudgement;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sessions over REST. */
final class ApiSessions {
    private static final int LIMIT = 1000;
    private final Sessions sessions;
    private final Recordings recordings;

    ApiSessions(Sessions sessions, Recordings recordings) {
        this.sessions = sessions;
        this.recordings = recordings;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/sessions", Access.SIGNED_IN, this::list),
                Endpoint.get("/api/v1/sessions/:id", Access.SIGNED_IN, this::show),
                Endpoint.post("/api/v1/sessions/:id/notes", Access.SIGNED_IN, this::note),
                Endpoint.post("/api/v1/sessions/:id/end", Access.SIGNED_IN, this::end));
    }

    private Reply list(Call call) {
        int limit = call.query("limit", 4).map(text -> Read.number("limit", text, LIMIT)).orElse(100);
        List<Json.Obj> found = sessions.sessions(call.caller().person(), Read.sessionFilter(call, limit))
                .stream()
                .map(summary -> json(summary).build()).toList();
        return Reply.data(Json.object().put("sessions", Json.array(found)).build());
    }

    private Reply show(Call call) {
        Person viewer = call.caller().person();
        Optional<SessionSummary> found = sessions.show(viewer, Read.sessionId(call));
        if (found.isEmpty()) {
            return Reply.refused(Problem.notFound());
        }
        JsonBuilder json = json(found.get()).put("judgements", Json.array(
                sessions.judgements(viewer, found.get()).stream().map(PastJudgement::json).toList()))
                .put("notes",
                        Json.array(sessions.notes(viewer, found.get()).stream().map(Note::json).toList()));
        if (recordings.maySee(viewer, found.get())) {
            VerdictView verdict = VerdictView.of(recordings.verify(found.get().session().id()));
            json.put("verdict", Json.object().put("code", verdict.code()).put("text", verdict.text()));
        }
        return Reply.data(json.build());
    }

    private Reply note(Call call) {
        String text = Read.text("text", call.json().onlyFields("text").string("text"), 2 * NoteDesk.LENGTH);
        return switch (sessions.note(call.caller().person(), Read.sessionId(call), text)) {
            case NoteOutcome.Noted(SessionSummary _, Note note) -> new Reply.Data(201, note.json());
            case NoteOutcome.Refused(NoteOutcome.Reason reason, String why) ->
                Reply.refused(reason == NoteOutcome.Reason.UNKNOWN
                        ? Problem.notFound()
                        : Problem.of(Outcomes.status(reason),
                                reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), "Refused",
                                Text.plain(why)));
        };
    }

    private Reply end(Call call) {
        String reason = Read.text("reason", call.json().onlyFields("reason").string("reason"), Read.TEXT);
        return switch (sessions.end(call.caller().person(), Read.sessionId(call), reason)) {
            case EndOutcome.Ending(SessionSummary summary) -> new Reply.Data(202, json(summary).build());
            case EndOutcome.Refused(String text) ->
                Reply.refused(Problem.forbidden("not-ended", Text.plain(text)));
        };
    }

    private static JsonBuilder json(SessionSummary summary) {
        var session = summary.session();
        JsonBuilder json = Json.object().put("id", session.id().value()).put("state", summary.state().code())
                .put("person", session.person().value()).put("organisation", session.organisation().value())
                .put("target", session.target().value())
                .put("login", summary.login().map(login -> login.value()))
                .put("source", session.source()).put("key", session.key().value())
                .put("grant", summary.grant().map(grant -> grant.value()))
                .put("serial", summary.serial().map(Long::toUnsignedString))
                .put("openedAt", session.openedAt().toString())
                .put("beganAt", summary.beganAt().map(Object::toString))
                .put("recording", summary.recording().code())
                .put("emergency", summary.emergency().map(Object::toString));
        summary.ending()
                .ifPresent(ending -> json.put("ending", Json.object().put("reason", ending.reason().code())
                        .put("detail", ending.detail()).put("at", ending.at().toString())));
        return json;
    }
}
