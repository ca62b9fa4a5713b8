package io.sallyport.broker.console;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites from acting in a signed-in person's name (WEB-2). Three locks, each enough by itself: the cookie is
 * SameSite=Strict, the browser must say that the call comes from here, and a change carries the session's own token.
 */
final class CrossSite {
    static final String HEADER = "X-CSRF-Token";
    static final String FIELD = "_csrf";
    private final String origin;

    /** @param origin of the public address, without a slash at the end */
    CrossSite(String origin) {
        this.origin = origin;
    }

    /** Why this change may not be made; empty when it may. {@code caller} is absent before sign-in. */
    Optional<Problem> refusal(HttpServerRequest request, Optional<Caller> caller, String path) {
        @Nullable
        String site = request.getHeader("Sec-Fetch-Site");
        @Nullable
        String from = request.getHeader("Origin");
        boolean script = site == null && from == null;
        if (script) {
            // Every browser says one of the two with a POST. A script need not, but then it must not lean on
            // a cookie.
            boolean ownWill = caller.map(Caller::bearer).orElse(path.startsWith("/api/"));
            return ownWill
                    ? Optional.empty()
                    : Optional.of(Problem.crossSite("The request does not say where it comes from."));
        }
        if (site != null && !site.equals("same-origin")) {
            return Optional.of(Problem.crossSite("Another site sent it."));
        }
        // Under Referrer-Policy no-referrer a form sends the origin "null"; then only Sec-Fetch-Site can
        // vouch for it.
        boolean own = from == null || ours(from, request) || (from.equals("null") && site != null);
        if (!own) {
            return Optional.of(Problem.crossSite("Another site sent it."));
        }
        return caller.filter(known -> !known.bearer()).filter(known -> !tokenMatches(request, known))
                .map(_ -> Problem.of(403, "csrf-token", "This page is too old",
                        "Load the page again and repeat what you did."));
    }

    private boolean ours(String from, HttpServerRequest request) {
        return from.equals(origin)
                || (request.authority() != null && from.equals("https://" + request.authority()));
    }

    private static boolean tokenMatches(HttpServerRequest request, Caller caller) {
        @Nullable
        String token = request.getHeader(HEADER);
        if (token == null) {
            token = request.getFormAttribute(FIELD);
        }
        return token != null && MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8),
                caller.session().csrfToken().getBytes(StandardCharsets.UTF_8));
    }
}
