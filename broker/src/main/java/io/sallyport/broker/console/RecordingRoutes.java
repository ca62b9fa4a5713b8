package io.sallyport.broker.console;

import io.sallyport.broker.identity.Person;
import io.sallyport.broker.recording.AnnotatedTranscript;
import io.sallyport.broker.session.Note;
import io.sallyport.evidence.recording.Asciicast;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.policies.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Recordings and what can be drawn from them (REC-4): every address asks the vault for this person and this session, and
 * the vault journals the look before the first byte.
 */
final class RecordingRoutes {
    private static final int QUERY = 100;
    private final Recordings recordings;
    private final Sessions sessions;

    RecordingRoutes(Recordings recordings, Sessions sessions) {
        this.recordings = recordings;
        this.sessions = sessions;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/sessions/:id/cast", Access.SIGNED_IN, this::cast),
                Endpoint.get("/sessions/:id/transcript", Access.SIGNED_IN, this::transcript),
                Endpoint.get("/sessions/:id/container", Access.SIGNED_IN, this::container),
                Endpoint.get("/sessions/:id/search", Access.SIGNED_IN, this::searchPage),
                Endpoint.get("/api/v1/recordings/:id/cast", Access.SIGNED_IN, this::cast),
                Endpoint.get("/api/v1/recordings/:id/transcript", Access.SIGNED_IN, this::transcript),
                Endpoint.get("/api/v1/recordings/:id/container", Access.SIGNED_IN, this::container),
                Endpoint.get("/api/v1/recordings/:id/search", Access.SIGNED_IN, this::search));
    }

    private Reply cast(Call call) {
        return recording(call, "replay", path -> new Reply.Stream("application/x-asciicast", Optional.empty(),
                out -> {
                    try (RecordingReader reader = RecordingReader.open(path)) {
                        Asciicast.write(reader, out, Asciicast.Options.all());
                    }
                }));
    }

    private Reply transcript(Call call) {
        return recording(call, "transcript", path -> {
            List<Note> notes = notes(call);
            return new Reply.Stream("text/plain; charset=utf-8", Optional.of(Read.sessionId(call) + ".txt"),
                    out -> AnnotatedTranscript.write(path, notes, out));
        });
    }

    private List<Note> notes(Call call) {
        Person viewer = call.caller().person();
        return sessions.show(viewer, Read.sessionId(call)).map(session -> sessions.notes(viewer, session))
                .orElse(List.of());
    }

    private Reply recording(Call call, String how, Function<Path, Reply> then) {
        return recordings.recording(call.caller().person(), Read.sessionId(call), how).map(then)
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply container(Call call) {
        return recording(call, "file", path -> new Reply.Stream("application/octet-stream",
                Optional.of(Read.sessionId(call) + ".rec"), out -> Files.copy(path, out)));
    }

    private Reply searchPage(Call call) {
        return found(call).map(found -> Reply.fragment(200, "hits", Map.of("search", found)))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Reply search(Call call) {
        return found(call).map(found -> Reply.data(Json.object().put("more", found.more())
                .put("hits", Json.array(found.hits().stream().map(RecordingRoutes::json).toList())).build()))
                .orElse(Reply.refused(Problem.notFound()));
    }

    private Optional<SearchView> found(Call call) {
        String query = call.query("q", QUERY).orElseThrow(() -> new BadInput("\"q\" is missing"));
        return recordings.recording(call.caller().person(), Read.sessionId(call), "search")
                .map(path -> search(path, query));
    }

    private static SearchView search(Path path, String query) {
        try (RecordingReader reader = RecordingReader.open(path)) {
            return ScreenSearch.in(reader, query);
        }
    }

    private static Json.Obj json(Hit hit) {
        return Json.object().put("atMillis", Math.round(hit.seconds() * 1000))
                .put("text", hit.before() + hit.match() + hit.after()).build();
    }
}
