package io.sallyport.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sallyport.policies.json.JsonParser;
import io.sallyport.wire.tls.PemTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The identity provider that other tests build on is the real one, reached over TLS that is verified. */
@Order(KeycloakServerIT.LAST)
@SharedKeycloak
@Execution(ExecutionMode.SAME_THREAD)
class KeycloakServerIT {
    /** The order of every class that needs Keycloak. */
    static final int LAST = 2_000_000_000;

    @Test
    void theRealServerAnswersUnderItsOwnCertificateOnly(Keycloak keycloak) throws Exception {
        HttpRequest discovery = HttpRequest.newBuilder(
                URI.create(keycloak.url() + "/realms/master/.well-known/openid-configuration")).build();
        try (HttpClient http = HttpClient.newBuilder().sslContext(PemTrust.context(keycloak.certificate()))
                .build()) {
            HttpResponse<String> answer = http.send(discovery, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(keycloak.url() + "/realms/master",
                    JsonParser.parseObject(answer.body(), 1 << 20, 16).string("issuer"));
        }
        try (HttpClient stranger = HttpClient.newHttpClient()) {
            IOException refused = assertThrows(IOException.class,
                    () -> stranger.send(discovery, HttpResponse.BodyHandlers.discarding()));
            assertTrue(refused instanceof SSLHandshakeException, refused::toString);
        }
    }
}
