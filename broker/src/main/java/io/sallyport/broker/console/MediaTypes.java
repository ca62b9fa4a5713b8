package io.sallyport.broker.console;

import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which bodies are read at all. Pages take forms and the API takes JSON, and never the other: a form of another site can
 * be sent without asking, JSON can't.
 */
final class MediaTypes {
    private MediaTypes() {}

    static boolean admitted(HttpServerRequest request) {
        @Nullable
        String header = request.getHeader("Content-Type");
        if (header == null) {
            return "0".equals(request.getHeader("Content-Length")) || Call.path(request).startsWith("/api/");
        }
        String type = header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(Call.path(request).startsWith("/api/")
                ? "application/json"
                : "application/x-www-form-urlencoded");
    }
}
