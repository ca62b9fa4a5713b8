package io.sallyport.broker.console;

import io.sallyport.policies.json.Json;

/**
 * A refusal or a failure as the outside sees it (RFC 9457).
 *
 * @param reason stable code: never renamed, never reused
 * @param detail for people; no secrets, no internals
 * @param correlation finds the log lines of this call
 */
record Problem(int status, String reason, String title, String detail, String correlation) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** A problem whose correlation id is still to come: {@link Dispatch} knows it. */
    static Problem of(int status, String reason, String title, String detail) {
        return new Problem(status, reason, title, detail, "");
    }

    static Problem badRequest(String detail) {
        return of(400, "bad-request", "This can't be read", detail);
    }

    static Problem notSignedIn() {
        return of(401, "not-signed-in", "You are not signed in", "Get a code with: ssh gw console");
    }

    static Problem forbidden(String reason, String detail) {
        return of(403, reason, "This is not yours to do", detail);
    }

    /** Absent and hidden look the same, so that nobody learns what exists. */
    static Problem notFound() {
        return of(404, "not-found", "There is nothing here for you",
                "It does not exist, or it is not yours to see.");
    }

    static Problem crossSite(String detail) {
        return of(403, "cross-site", "This did not come from here", detail);
    }

    static Problem busy() {
        return of(503, "busy", "Too much at once", "Try again in a few seconds.");
    }

    static Problem internal() {
        return of(500, "internal", "Something broke",
                "It is in the log of the broker under the number below.");
    }

    /** For a status that the HTTP layer itself answers. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> badRequest("The request is malformed.");
            case 404 -> notFound();
            case 405 -> of(405, "method", "Not this way", "This address does not take this method.");
            case 413 -> of(413, "too-large", "Too large", "A body may have 1 MiB, a form field 16 KiB.");
            case 415 ->
                of(415, "media-type", "Not in this form", "Send JSON to the API and forms to the pages.");
            default -> internal();
        };
    }

    Problem withCorrelation(String id) {
        return new Problem(status, reason, title, detail, id);
    }

    Json.Obj json() {
        return Json.object().put("type", "urn:sallyport:problem:" + reason).put("title", title)
                .put("status", status)
                .put("detail", detail).put("reason", reason).put("correlation", correlation).build();
    }
}
