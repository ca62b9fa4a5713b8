package io.sallyport.broker.console;

import io.sallyport.broker.token.TokenDesk;
import io.sallyport.policies.json.JsonFormatException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one way from a route to an endpoint: counts the call, finds out who calls, asks whether the call may be made at
 * all, runs the endpoint on a virtual thread and sends what it says. Safe for many threads.
 */
final class Dispatch {
    private static final Logger LOG = Logger.getLogger(Dispatch.class.getName());
    /** Calls at work at one time; event streams are bounded by themselves. Enough for the database pool many times over. */
    private static final int AT_WORK = 256;
    private final Semaphore free = new Semaphore(AT_WORK);
    private final ExecutorService threads;
    private final Callers callers;
    private final CrossSite crossSite;
    private final Answer answer;
    private final Optional<TokenDesk> tokens;
    private final SecureRandom random;

    Dispatch(ExecutorService threads, Callers callers, CrossSite crossSite, Answer answer,
            Optional<TokenDesk> tokens, SecureRandom random) {
        this.threads = threads;
        this.callers = callers;
        this.crossSite = crossSite;
        this.answer = answer;
        this.tokens = tokens;
        this.random = random;
    }

    /** Takes a call on the event loop and returns at once. */
    void take(Endpoint endpoint, RoutingContext context) {
        Call early = new Call(context, correlation(), Optional.empty());
        if (!free.tryAcquire()) {
            answer.refuse(context, early, Problem.busy());
            return;
        }
        try {
            threads.execute(() -> run(endpoint, context, early));
        } catch (RejectedExecutionException e) {
            free.release();
            answer.refuse(context, early, Problem.busy());
        }
    }

    /** A refusal by the HTTP layer itself: no such path, a body too large. */
    void fail(RoutingContext context, int status) {
        if (context.failure() != null && status >= 500) {
            LOG.log(Level.WARNING, "the HTTP layer failed", context.failure());
        }
        Call call = new Call(context, correlation(), Optional.empty());
        threads.execute(() -> answer.refuse(context, call, Problem.ofStatus(status)));
    }

    private void run(Endpoint endpoint, RoutingContext context, Call early) {
        Call call = early;
        Reply reply;
        try {
            call = new Call(context, early.correlation(),
                    endpoint.fromMachine() ? Optional.empty() : callers.identify(context.request()));
            reply = answerOf(endpoint, context.request(), call);
            if (!(reply instanceof Reply.Events)) {
                answer.send(context, call, reply);
                return;
            }
        } catch (RuntimeException | Error e) {
            // Also what a broken installation throws: nobody is left waiting for an answer that can't come.
            LOG.log(Level.SEVERE, "call failed, correlation " + early.correlation(), e);
            answer.refuse(context, call, Problem.internal());
            return;
        } finally {
            free.release();
        }
        answer.send(context, call, reply);
    }

    private Reply answerOf(Endpoint endpoint, HttpServerRequest request, Call call) {
        String query = request.query();
        if (query != null && tokens.filter(desk -> desk.leaked(query)).isPresent()) {
            return Reply.refused(Problem.of(400, "token-in-query", "A token does not belong there",
                    "It stood in the address, where logs keep it. If it was one of ours, it is revoked."
                            + " Make a new one and send it in the Authorization header."));
        }
        Optional<Caller> caller = call.maybeCaller();
        Access access = endpoint.access();
        if (access.signedIn() && caller.isEmpty()) {
            return Reply.refused(Problem.notSignedIn());
        }
        if (!endpoint.safe() && !endpoint.fromMachine()) {
            Optional<Problem> foreign = crossSite.refusal(request, caller, call.path());
            if (foreign.isPresent()) {
                return Reply.refused(foreign.get());
            }
        }
        if (access.signedIn() && !access.admits(call.caller().person())) {
            return Reply.refused(Problem.forbidden("role", "Your roles do not include this."));
        }
        Optional<Problem> closed = caller.flatMap(known -> TokenAccess.refusal(endpoint, known));
        if (closed.isPresent()) {
            return Reply.refused(closed.get());
        }
        try {
            return endpoint.handler().handle(call);
        } catch (BadInput | JsonFormatException e) {
            return Reply.refused(Problem.badRequest(String.valueOf(e.getMessage())));
        }
    }

    private String correlation() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
