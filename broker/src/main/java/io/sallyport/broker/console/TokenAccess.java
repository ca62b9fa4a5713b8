package io.sallyport.broker.console;

import static io.sallyport.broker.token.TokenScope.APPROVE;
import static io.sallyport.broker.token.TokenScope.READ;
import static io.sallyport.broker.token.TokenScope.RECORDINGS;
import static io.sallyport.broker.token.TokenScope.REQUEST;

import io.sallyport.broker.token.TokenScope;
import java.util.Map;
import java.util.Optional;

/**
 * Which scope opens which call to an API token. What is not here is closed to every token, whatever its scopes: pages, signing in and out, tokens themselves,
 * the policy's second person, and whatever is added and not thought of here.
 */
final class TokenAccess {
    private static final Map<String, TokenScope> OPENED_BY = Map.ofEntries(
            Map.entry("GET /api/v1/me", READ),
            Map.entry("GET /api/v1/targets", READ),
            Map.entry("GET /api/v1/inbox", READ),
            Map.entry("GET /api/v1/requests", READ),
            Map.entry("GET /api/v1/requests/:id", READ),
            Map.entry("GET /api/v1/reviews", READ),
            Map.entry("GET /api/v1/sessions", READ),
            Map.entry("GET /api/v1/sessions/:id", READ),
            Map.entry("GET /api/v1/policy", READ),
            Map.entry("GET /api/v1/maintenance", READ),
            Map.entry("GET /api/v1/health", READ),
            Map.entry("GET /api/v1/service-accounts", READ),
            Map.entry("GET /api/v1/service-accounts/:name", READ),
            Map.entry("GET /api/v1/recordings/:id/cast", RECORDINGS),
            Map.entry("GET /api/v1/recordings/:id/transcript", RECORDINGS),
            Map.entry("GET /api/v1/recordings/:id/container", RECORDINGS),
            Map.entry("GET /api/v1/recordings/:id/search", RECORDINGS),
            Map.entry("POST /api/v1/requests", REQUEST),
            Map.entry("POST /api/v1/requests/:id/cancel", REQUEST),
            Map.entry("POST /api/v1/sessions/:id/end", REQUEST),
            Map.entry("POST /api/v1/requests/:id/approve", APPROVE),
            Map.entry("POST /api/v1/requests/:id/deny", APPROVE),
            Map.entry("POST /api/v1/requests/:id/review", APPROVE),
            Map.entry("POST /api/v1/maintenance", APPROVE),
            Map.entry("POST /api/v1/maintenance/:id/end", APPROVE));

    private TokenAccess() {}

    /** The scope that opens the endpoint; empty: no token does. */
    static Optional<TokenScope> scope(Endpoint endpoint) {
        return Optional.ofNullable(OPENED_BY.get(endpoint.method().name() + " " + endpoint.path()));
    }

    /** Why this caller may not call the endpoint with the token they have; empty when they may, or have none. */
    static Optional<Problem> refusal(Endpoint endpoint, Caller caller) {
        if (caller.token().isEmpty() || !endpoint.access().signedIn()) {
            return Optional.empty();
        }
        Optional<TokenScope> scope = scope(endpoint);
        if (scope.isEmpty()) {
            return Optional.of(Problem.forbidden("token", "No API token opens this: sign in yourself."));
        }
        return caller.token().get().scopes().contains(scope.get())
                ? Optional.empty()
                : Optional.of(Problem.forbidden("scope",
                        "This token does not have the scope " + scope.get().code() + "."));
    }

    /** Calls that some scope opens, for the test that compares them with the routes. */
    static java.util.Set<String> known() {
        return OPENED_BY.keySet();
    }
}
