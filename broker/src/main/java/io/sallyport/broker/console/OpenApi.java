package io.sallyport.broker.console;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** The description of the REST API (OpenAPI 3.1), for people and generators. */
final class OpenApi {
    static final String RESOURCE = "/console/openapi.json";

    private OpenApi() {}

    static List<Endpoint> endpoints() {
        Reply document = new Reply.Static("application/json", Buffer.buffer(Statics.read(RESOURCE)), false);
        return List.of(Endpoint.get("/api/v1/openapi.json", Access.OPEN, call -> document));
    }
}
