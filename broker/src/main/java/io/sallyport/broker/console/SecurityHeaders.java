package io.sallyport.broker.console;

import io.vertx.core.MultiMap;

/** The headers every answer carries, whatever it is. Values are constants: nothing foreign reaches a header. */
final class SecurityHeaders {
    /** No inline code or style anywhere; WASM is for the terminal player. */
    static final String POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'";

    private SecurityHeaders() {}

    static void put(MultiMap headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        headers.set("Strict-Transport-Security", "max-age=31536000");
        headers.set("Cache-Control", "no-store");
    }
}
