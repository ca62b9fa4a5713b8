package io.sallyport.broker.console;

import io.sallyport.policies.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an endpoint answers; {@link Answer} turns it into HTTP. */
sealed interface Reply {
    /**
     * A page, or a part of one.
     *
     * @param fragment a part, swapped into the page even when {@code status} is a refusal
     */
    record Html(int status, boolean fragment, String template, Map<String, Object> model) implements Reply {}

    record Data(int status, Json body) implements Reply {}

    record Refused(Problem problem) implements Reply {}

    /**
     * Look there next (303).
     *
     * @param cookie set on the way
     */
    record See(String path, Optional<String> cookie) implements Reply {}

    /**
     * A page that goes on by itself. Other than after a redirect, the next call then comes from this site, as far as a browser's strict cookies
     * are concerned.
     *
     * @param cookies set on the way
     */
    record Onward(Html page, List<String> cookies) implements Reply {
        public Onward {
            cookies = List.copyOf(cookies);
        }
    }
    /** Another reply, and a cookie with it. */
    record Cookied(Reply reply, String cookie) implements Reply {}

    record Nothing() implements Reply {}

    /** Bytes that are the same for everyone and for ever. */
    record Static(String type, Buffer bytes, boolean immutable) implements Reply {}

    /**
     * Something too large to hold.
     *
     * @param fileName present: to be saved, not shown
     */
    record Stream(String type, Optional<String> fileName, Body body) implements Reply {}

    /** Events until either side leaves. */
    record Events(EventSource source) implements Reply {}

    /** Writes a body piece by piece; each write waits until the reader has taken enough. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Speaks until it is done or the reader is gone. */
    interface EventSource {
        void run(EventSink sink) throws IOException, InterruptedException;
    }

    static Reply page(String template, Map<String, Object> model) {
        return new Html(200, false, template, model);
    }

    static Reply fragment(int status, String template, Map<String, Object> model) {
        return new Html(status, true, template, model);
    }

    static Reply data(Json body) {
        return new Data(200, body);
    }

    static Reply see(String path) {
        return new See(path, Optional.empty());
    }

    static Reply onward(String to, String title, List<String> cookies) {
        return new Onward(new Html(200, false, "onward", Map.of("to", to, "title", title)), cookies);
    }

    static Reply refused(Problem problem) {
        return new Refused(problem);
    }
}
