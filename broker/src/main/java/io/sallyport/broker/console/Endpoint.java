package io.sallyport.broker.console;

import io.vertx.core.http.HttpMethod;

/**
 * One method on one path: the unit of routing, of access and of the API document.
 *
 * @param path with parameters as {@code :name}
 * @param fromMachine called by another server that proves itself by what it sends; cookies and origins mean nothing there
 */
record Endpoint(HttpMethod method, String path, Access access, Handler handler, boolean fromMachine) {
    /** Answers one call. Runs on a virtual thread and may block. */
    interface Handler {
        Reply handle(Call call);
    }

    static Endpoint get(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethod.GET, path, access, handler, false);
    }

    static Endpoint post(String path, Access access, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, access, handler, false);
    }

    /** For another server, which proves itself by what it sends. */
    static Endpoint machine(String path, Handler handler) {
        return new Endpoint(HttpMethod.POST, path, Access.OPEN, handler, true);
    }

    /** Reads only: needs no proof that the caller meant it. */
    boolean safe() {
        return method.equals(HttpMethod.GET);
    }
}
