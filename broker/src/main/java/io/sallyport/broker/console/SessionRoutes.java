package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.session.EndOutcome;
import io.sallyport.broker.session.SessionFilter;
import io.sallyport.broker.session.SessionSummary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages of sessions: the list, one session with its player and verdict, and ending one. */
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
        Person viewer = call.caller().person();
        Optional<SessionSummary> found = sessions.show(viewer, Read.sessionId(call));
        if (found.isEmpty()) {
            return Reply.refused(Problem.notFound());
        }
        SessionSummary session = found.get();
        VerdictView verdict = recordings.maySee(viewer, session)
                ? VerdictView.of(recordings.verify(session.session().id()))
                : VerdictView.HIDDEN;
        Chrome chrome = pages.chrome(call, "Session on " + session.session().target(), "/sessions");
        return Reply.page("session", Map.of("chrome", verdict.playable() ? chrome.withPlayer() : chrome, "s",
                cards.of(session), "verdict", verdict, "trail",
                cards.trail(sessions.judgements(viewer, session))));
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
