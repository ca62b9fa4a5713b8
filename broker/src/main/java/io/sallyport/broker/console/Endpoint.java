package io.sallyport.broker.console;

import io.vertx.core.http.HttpMethod;

/**
 * One method on one path: the unit of routing, of access and of the API document.
 *
 * @param path with parameters as {@code :name}
 */
record Endpoint(HttpMethod method, String path, Access access, Handler handler) {
    /** Answers one call. Runs on a virtual thread and may block. */
    interface Handler {
        Reply handle(Call call);
    }

    static Endpoint get(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethod.GET, path, access, handler);
    }

    static Endpoint post(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, access, handler);
    }

    /** Reads only: needs no proof that the caller meant it. */
    boolean safe() {
        return method.equals(HttpMethod.GET);
    }
}
