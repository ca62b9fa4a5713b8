package io.sallyport.broker.console;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns replies into HTTP. Called on virtual threads; everything that touches the connection runs on its event loop. */
final class Answer {
    private static final Logger LOG = Logger.getLogger(Answer.class.getName());
    private static final String JSON = "application/json";
    private final Templates templates;
    private final Pages pages;

    Answer(Templates templates, Pages pages) {
        this.templates = templates;
        this.pages = pages;
    }

    void send(RoutingContext context, Call call, Reply reply) {
        switch (reply) {
            case Reply.Html html -> html(context, html);
            case Reply.Data(int status, var body) -> end(context, status, JSON, Buffer.buffer(body.text()));
            case Reply.Refused(Problem problem) -> refuse(context, call, problem);
            case Reply.See see -> see(context, see);
            case Reply.Onward(Reply.Html page, List<String> cookies) -> {
                context.response().headers().add("Set-Cookie", cookies);
                html(context, page);
            }
            case Reply.Cookied(Reply inner, String cookie) -> {
                context.response().headers().add("Set-Cookie", cookie);
                send(context, call, inner);
            }
            case Reply.Nothing _ -> end(context, 204, null, Buffer.buffer());
            case Reply.Static file -> file(context, file);
            case Reply.Stream stream -> stream(context, call, stream);
            case Reply.Events events -> events(context, events);
        }
    }

    /** A refusal: a page for people, problem+json for everything else. */
    void refuse(RoutingContext context, Call call, Problem problem) {
        Problem known = problem.withCorrelation(call.correlation());
        if (problem.status() == 401 && pageWanted(context)) {
            see(context, new Reply.See("/sign-in", java.util.Optional.empty()));
            return;
        }
        if (problem.status() == 503) {
            context.response().putHeader("Retry-After", "5");
        }
        if (pageWanted(context)) {
            html(context, pages.message(call, known));
        } else {
            end(context, known.status(), Problem.MEDIA_TYPE, Buffer.buffer(known.json().text()));
        }
    }

    private static boolean pageWanted(RoutingContext context) {
        @Nullable
        String accept = context.request().getHeader("Accept");
        return accept != null && accept.contains("text/html")
                && !Call.path(context.request()).startsWith("/api/");
    }

    private void html(RoutingContext context, Reply.Html html) {
        if (html.fragment()) {
            context.response().putHeader("X-Fragment", "yes");
        }
        end(context, html.status(), "text/html; charset=utf-8",
                Buffer.buffer(templates.render(html.template(), html.model())));
    }

    private static void see(RoutingContext context, Reply.See see) {
        see.cookie().ifPresent(cookie -> context.response().putHeader("Set-Cookie", cookie));
        context.response().putHeader("Location", see.path());
        end(context, 303, null, Buffer.buffer());
    }

    private static void file(RoutingContext context, Reply.Static file) {
        if (file.immutable()) {
            context.response().putHeader("Cache-Control", "public, max-age=31536000, immutable");
        }
        end(context, 200, file.type(), file.bytes());
    }

    private void stream(RoutingContext context, Call call, Reply.Stream stream) {
        HttpServerResponse response = context.response();
        stream.fileName().ifPresent(name -> response.putHeader("Content-Disposition",
                "attachment; filename=\"" + name + "\""));
        response.putHeader("Content-Type", stream.type()).setChunked(true);
        ResponseStream out = new ResponseStream(loop(context), response);
        try {
            stream.body().writeTo(out);
            out.flush();
            loop(context).runOnContext(_ -> response.end());
        } catch (IOException | RuntimeException e) {
            if (out.untouched() && e instanceof RuntimeException broken) {
                response.headers().remove("Content-Disposition");
                throw broken;
            }
            LOG.log(Level.INFO, "stream ended early, correlation " + call.correlation(), e);
            loop(context).runOnContext(_ -> response.reset());
        }
    }

    private static void events(RoutingContext context, Reply.Events events) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        try {
            events.source().run(new EventSink(new ResponseStream(loop(context), response)));
            loop(context).runOnContext(_ -> response.end());
        } catch (IOException e) {
            LOG.log(Level.FINE, "event reader left", e);
            loop(context).runOnContext(_ -> response.reset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            loop(context).runOnContext(_ -> response.reset());
        }
    }

    private static void end(RoutingContext context, int status, @Nullable String type, Buffer body) {
        HttpServerResponse response = context.response();
        loop(context).runOnContext(_ -> {
            if (response.ended() || response.closed()) {
                return;
            }
            response.setStatusCode(status);
            if (type != null) {
                response.putHeader("Content-Type", type);
            }
            response.end(body);
        });
    }

    private static Context loop(RoutingContext context) {
        @Nullable
        Context loop = context.get(HttpConsole.LOOP);
        if (loop == null) {
            throw new IllegalStateException("the call was not prepared");
        }
        return loop;
    }
}
