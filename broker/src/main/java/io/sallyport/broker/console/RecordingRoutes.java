package io.sallyport.broker.console;

import io.sallyport.evidence.recording.Asciicast;
import io.sallyport.evidence.recording.RecordingReader;
import io.sallyport.evidence.recording.Transcript;
import io.sallyport.policies.id.SessionId;
import io.sallyport.policies.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recordings and what can be drawn from them (REC-4): every address asks the vault for this person and this session, and
 * the vault journals the look before the first byte.
 */
final class RecordingRoutes {
    private static final int QUERY = 100;
    private final Recordings recordings;

    RecordingRoutes(Recordings recordings) {
        this.recordings = recordings;
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

    private interface Export {
        void write(RecordingReader reader, OutputStream out) throws IOException;
    }

    private Reply cast(Call call) {
        return export(call, "replay", "application/x-asciicast", Optional.empty(),
                (reader, out) -> Asciicast.write(reader, out, Asciicast.Options.all()));
    }

    private Reply transcript(Call call) {
        return export(call, "transcript", "text/plain; charset=utf-8", Optional.of(".txt"),
                Transcript::write);
    }

    private Reply export(Call call, String how, String type, Optional<String> suffix, Export export) {
        SessionId id = Read.sessionId(call);
        return recordings.recording(call.caller().person(), id, how)
                .<Reply>map(path -> new Reply.Stream(type, suffix.map(end -> id + end), out -> {
                    try (RecordingReader reader = RecordingReader.open(path)) {
                        export.write(reader, out);
                    }
                })).orElse(Reply.refused(Problem.notFound()));
    }

    private Reply container(Call call) {
        SessionId id = Read.sessionId(call);
        return recordings.recording(call.caller().person(), id, "file")
                .<Reply>map(path -> new Reply.Stream("application/octet-stream", Optional.of(id + ".rec"),
                        out -> Files.copy(path, out)))
                .orElse(Reply.refused(Problem.notFound()));
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
