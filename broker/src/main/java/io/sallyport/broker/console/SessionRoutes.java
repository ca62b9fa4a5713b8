package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.NoteDesk;
import io.sallyport.broker.session.NoteOutcome;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import io.sallyport.policies.id.SessionId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages of sessions: the list, one session with its player, verdict and notes, and ending one. */
final class SessionRoutes {
    /** Sessions on a page. */
    static final int PAGE = 50;
    private static final int PAGES = 20;
    private final Sessions sessions;
    private final Recordings recordings;
    private final SessionCards cards;
    private final Pages pages;

    SessionRoutes(Sessions sessions, Recordings recordings, SessionCards cards, Pages pages) {
        this.sessions = sessions;
        this.recordings = recordings;
        this.cards = cards;
        this.pages = pages;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/sessions", Access.SIGNED_IN, this::list),
                Endpoint.get("/sessions/:id", Access.SIGNED_IN, this::show),
                Endpoint.post("/sessions/:id/notes", Access.SIGNED_IN, this::note),
                Endpoint.post("/sessions/:id/end", Access.SIGNED_IN, this::end));
    }

    private Reply list(Call call) {
        String provider = call.query("provider", 40).orElse("");
        String target = call.query("target", 64).orElse("");
        boolean live = call.query("live", 5).filter("true"::equals).isPresent();
        int page = Read.page(call, PAGES);
        // One more than the page shows says whether there is a next one.
        SessionFilter filter = Read.sessionFilter(call, Math.min(1000, page * PAGE + 1));
        List<SessionSummary> found = sessions.sessions(call.caller().person(), filter);
        List<SessionView> shown = found.stream().skip((page - 1L) * PAGE).limit(PAGE).map(cards::of).toList();
        boolean more = found.size() > page * PAGE && page < PAGES;
        String query = "provider=" + encode(provider) + "&target=" + encode(target) + "&live="
                + (live ? "true" : "");
        return Reply.page("sessions", Map.of("chrome", pages.chrome(call, "Sessions", "/sessions"), "page",
                new SessionPage(shown, provider, target, live, page, link(query, page > 1, page - 1),
                        link(query, more, page + 1))));
    }

    private static @Nullable String link(String query, boolean there, int page) {
        return there ? "/sessions?" + query + "&page=" + page : null;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Reply show(Call call) {
        return sessions.show(call.caller().person(), Read.sessionId(call))
                .map(found -> page(call, found, 200, "", ""))
                .orElse(Reply.refused(Problem.notFound()));
    }

    /** {@code error}, {@code typed}: of a note that was refused; or empty. */
    private Reply page(Call call, SessionSummary session, int status, String error, String typed) {
        Person viewer = call.caller().person();
        VerdictView verdict = recordings.maySee(viewer, session)
                ? VerdictView.of(recordings.verify(session.session().id()))
                : VerdictView.HIDDEN;
        Chrome chrome = pages.chrome(call, "Session on " + session.session().target(), "/sessions");
        return new Reply.Html(status, false, "session",
                Map.of("chrome", verdict.playable() ? chrome.withPlayer() : chrome, "s", cards.of(session),
                        "verdict", verdict, "trail", cards.trail(sessions.judgements(viewer, session)),
                        "notes", cards.notes(sessions.notes(viewer, session)), "mayNote",
                        sessions.mayNote(viewer, session), "error", error, "typed", typed));
    }

    private Reply note(Call call) {
        Person by = call.caller().person();
        SessionId id = Read.sessionId(call);
        // A browser sends each end of a line as two characters.
        String text = call.field("text", 2 * NoteDesk.LENGTH).orElse("");
        return switch (sessions.note(by, id, text)) {
            case NoteOutcome.Noted _ -> Reply.see("/sessions/" + id + "#notes");
            case NoteOutcome.Refused(NoteOutcome.Reason reason, String why) -> sessions.show(by, id)
                    .map(found -> page(call, found, Outcomes.status(reason), Text.plain(why), text))
                    .orElse(Reply.refused(Problem.notFound()));
        };
    }

    private Reply end(Call call) {
        var id = Read.sessionId(call);
        return switch (sessions.end(call.caller().person(), id, call.requiredField("reason", Read.TEXT))) {
            case EndOutcome.Ending _ -> Reply.see("/sessions/" + id);
            case EndOutcome.Refused(String text) ->
                Reply.refused(Problem.forbidden("not-ended", Text.plain(text)));
        };
    }
}
