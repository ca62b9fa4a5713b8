package io.sallyport.broker.console;

import io.sallyport.policies.json.Json;
import io.sallyport.policies.json.JsonFormatException;
import io.sallyport.policies.json.JsonParser;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call as an endpoint sees it: read on the event loop, immutable after. Parse, do not check, happens here. */
final class Call {
    /** No field of ours needs nesting beyond this. */
    private static final int JSON_DEPTH = 4;
    private final RoutingContext context;
    private final String correlation;
    private final Optional<Caller> caller;

    Call(RoutingContext context, String correlation, Optional<Caller> caller) {
        this.context = context;
        this.correlation = correlation;
        this.caller = caller;
    }

    String correlation() {
        return correlation;
    }

    /** Who calls. Only for endpoints that need a signed-in person. */
    Caller caller() {
        return caller.orElseThrow(() -> new IllegalStateException("an open endpoint asked who calls"));
    }

    Optional<Caller> maybeCaller() {
        return caller;
    }

    String path() {
        return path(context.request());
    }

    /** The path without the query; a request that has none asks for the root. */
    static String path(HttpServerRequest request) {
        @Nullable
        String path = request.path();
        return path == null ? "/" : path;
    }

    /** A part of the path. */
    String part(String name) {
        @Nullable
        String value = context.pathParam(name);
        if (value == null) {
            throw new IllegalStateException("the path has no such part");
        }
        return value;
    }

    /** A query parameter, given at most once; empty when absent or blank. */
    Optional<String> query(String name, int maxLength) {
        return one(context.queryParams(), name, maxLength);
    }

    /** A form field, given at most once; empty when absent or blank. */
    Optional<String> field(String name, int maxLength) {
        return one(context.request().formAttributes(), name, maxLength);
    }

    /** A form field, given any number of times. */
    List<String> fields(String name, int maxLength) {
        List<String> all = context.request().formAttributes().getAll(name);
        if (all.stream().anyMatch(value -> value.length() > maxLength)) {
            throw new BadInput("\"" + name + "\" is longer than " + maxLength + " characters");
        }
        return List.copyOf(all);
    }

    String requiredField(String name, int maxLength) {
        return field(name, maxLength).orElseThrow(() -> new BadInput("\"" + name + "\" is missing"));
    }

    /** The body as a JSON object; an absent body is an empty object. */
    Json.Obj json() {
        @Nullable
        Buffer body = context.body().buffer();
        if (body == null || body.length() == 0) {
            return Json.object().build();
        }
        try {
            Json json = JsonParser.parse(body.getBytes(), HttpConsole.BODY_LIMIT, JSON_DEPTH);
            if (json instanceof Json.Obj object) {
                return object;
            }
            throw new BadInput("the body must be a JSON object");
        } catch (JsonFormatException e) {
            throw new BadInput("the body is not JSON as it should be");
        }
    }

    /** A cookie, sent exactly once. */
    Optional<String> cookie(String name) {
        Set<Cookie> cookies = context.request().cookies(name);
        return cookies.size() == 1 ? Optional.of(cookies.iterator().next().getValue()) : Optional.empty();
    }

    /** htmx asks for a part of a page. */
    boolean partial() {
        return "true".equals(context.request().getHeader("HX-Request"));
    }

    /** The last event a reconnecting reader saw. */
    Optional<Long> lastEventId() {
        return Optional.ofNullable(context.request().getHeader("Last-Event-ID")).or(() -> query("after", 20))
                .filter(id -> id.matches("[0-9]{1,18}")).map(Long::valueOf);
    }

    /** The address the call came from, without port. */
    String source() {
        return context.request().remoteAddress().hostAddress();
    }

    /** The same as an address. */
    InetAddress address() {
        return InetAddress.ofLiteral(source().replaceFirst("%.*", ""));
    }

    private static Optional<String> one(MultiMap values, String name, int maxLength) {
        List<String> all = values.getAll(name);
        if (all.size() > 1) {
            throw new BadInput("\"" + name + "\" is given more than once");
        }
        return all.stream().map(String::strip).filter(value -> !value.isEmpty()).findFirst().map(value -> {
            if (value.length() > maxLength) {
                throw new BadInput("\"" + name + "\" is longer than " + maxLength + " characters");
            }
            return value;
        });
    }
}
